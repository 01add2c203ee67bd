-- 0006_run_end: when a run ended, so that the hours of a rig are summed without opening documents.
-- Why NULL: a document may not say it, and runs from before this migration keep their ends in their documents alone; such
-- runs are counted as runs of unknown length, never as 0 hours without a word.
-- Undo: ALTER TABLE {{table:runs}} DROP COLUMN finished_at.
ALTER TABLE {{table:runs}} ADD COLUMN IF NOT EXISTS
  finished_at Nullable(DateTime64(3, 'UTC')) COMMENT 'end of the run, NULL where nobody said' AFTER started_at;
