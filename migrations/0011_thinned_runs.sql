-- 0011_thinned_runs: what is left of run documents whose repeats were dropped by the retention policy.
-- Why: thousands of bodies cannot be rewritten in one statement, each to a text of its own. So what stays is written here
-- first, and the bodies in the log are emptied after that in one mutation: an empty body is found here. A row is put in
-- only after the event that names its hash.
-- Undo: cannot be undone, what was dropped is gone; DROP TABLE {{table:thinned_runs}} would lose what stayed.
CREATE TABLE IF NOT EXISTS {{table:thinned_runs}} (
  chain UInt64 COMMENT 'place in the log, as of run_events' CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta, ZSTD(1)),
  key String COMMENT 'run id',
  body String COMMENT 'JSON: the document without its repeats, in its RFC 8785 form' CODEC(ZSTD(3))
) ENGINE = {{engine:ReplacingMergeTree}} ORDER BY (chain, sequence) {{settings}};
