-- 0010_run_events: the events of runs, apart from all others.
-- Why: nothing is derived from a run's event by the engine, yet each insert into the events passes the two views that
-- derive changesets and small things, which cost a third of what a small write costs. Run events from before stay where
-- they are; the log is both tables together, so the columns of both are the same in name and order.
-- Undo: INSERT INTO {{all:events}} SELECT * FROM {{all:run_events}}; DROP TABLE {{table:run_events}}.
CREATE TABLE IF NOT EXISTS {{table:run_events}} (
  chain UInt64 COMMENT 'as of events, so each column' CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta, ZSTD(1)),
  link UInt64 CODEC(Delta, ZSTD(1)),
  id UUID,
  kind LowCardinality(String) COMMENT 'run',
  key String COMMENT 'run id',
  at DateTime64(3, 'UTC'),
  who LowCardinality(String),
  content_hash String,
  previous_hash String,
  link_hash String,
  body String COMMENT 'JSON: the document as it was posted, in its RFC 8785 form' CODEC(ZSTD(3)),
  hash_version UInt8 DEFAULT 1,
  excluded LowCardinality(String),
  INDEX by_at at TYPE minmax
) ENGINE = {{engine:MergeTree}} ORDER BY (chain, sequence) {{settings}};
-- Small batches come all day: merging them five at a time rewrote each row twice as often as merging twelve does, and
-- took a sixth of what a run costs. A dozen small parts more are not noticed by who reads.
ALTER TABLE {{table:run_events}} MODIFY SETTING merge_selector_base = 12;
ALTER TABLE {{table:points}} MODIFY SETTING merge_selector_base = 12;
ALTER TABLE {{table:runs}} MODIFY SETTING merge_selector_base = 12;
