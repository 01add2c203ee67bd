-- 0005_points_of_runs: the points a second time, by run, with what a verdict needs of them.
-- Why: a verdict asks for all series of a few hundred runs, and points lie by series: every series has a few of them, so
-- that the engine read the columns of all points there are. By run they lie together, and what is read no longer grows
-- with the history. A projection belongs to each part and is written with it, so that it never says anything else than
-- the points. Parts from before are rewritten one by one while rows arrive, and read as they were until then; both
-- statements may run again. Undo: ALTER TABLE {{table:points}} DROP PROJECTION by_run.
ALTER TABLE {{table:points}} ADD PROJECTION IF NOT EXISTS by_run (
  SELECT chain, sequence, series, value, unit, suspect ORDER BY chain, sequence, series
);

ALTER TABLE {{table:points}} MATERIALIZE PROJECTION IF EXISTS by_run;
