-- 0008_hidden_events: events of which a copy of the history knows the hash alone.
-- Why: who mirrors the log with fewer rights than its keeper is shown hashes where it may not see the event. Kept, they
-- let the copy prove the same chains to its own readers. An event that becomes known later moves to the events.
-- Undo: DROP TABLE {{table:hidden_events}}.
CREATE TABLE IF NOT EXISTS {{table:hidden_events}} (
  chain UInt64 CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta, ZSTD(1)),
  link UInt64 CODEC(Delta, ZSTD(1)),
  at DateTime64(3, 'UTC'),
  hash String COMMENT 'of the event, 64 hex digits',
  previous_hash String,
  link_hash String
) ENGINE = {{engine:MergeTree}} ORDER BY (chain, sequence) {{settings}};
