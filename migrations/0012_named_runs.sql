-- 0012_named_runs: which runs the verdicts name, and which verdicts were read for it.
-- Why: whether a run's repeats may go depends on who named it, and retention read the bodies of all verdicts of its age for
-- that, every day. What a verdict says never changes: its body is read once, its runs are written first and then that it
-- was read. Cut off in between, it is read again, and its rows are the same.
-- Undo: DROP TABLE {{table:named_verdicts}}; DROP TABLE {{table:named_runs}}. Both are filled from the verdicts again.
CREATE TABLE IF NOT EXISTS {{table:named_runs}} (
  run UUID,
  at SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the newest verdict that names it',
  is_released SimpleAggregateFunction(max, UInt8) COMMENT '1 where one of them is about a changeset that a release named'
) ENGINE = {{engine:AggregatingMergeTree}} ORDER BY run {{settings}};

CREATE TABLE IF NOT EXISTS {{table:named_verdicts}} (
  chain UInt64 COMMENT 'place in the log, as of events' CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta, ZSTD(1)),
  is_released UInt8 COMMENT 'as it was read: one whose changeset is named by a release later is read a second time'
) ENGINE = {{engine:ReplacingMergeTree}} ORDER BY (chain, sequence, is_released) {{settings}};
