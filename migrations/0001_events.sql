-- 0001_events: the log. Everything accepted is an event; state is derived from events and from nothing else.
-- Why: history, audit and a mirror then need one table. One chain per process start, one link per batch:
-- link_hash = sha256 of previous_hash, link and the hash of each event of the batch in order, where an event's hash
-- is sha256 of its id, kind, key, at, who and content_hash. So nobody can change, drop or reorder an event unnoticed,
-- and an event that a reader may not see is proven by its hash alone: the random id keeps it from being guessed.
-- Undo: DROP TABLE {{table:events}}.
CREATE TABLE IF NOT EXISTS {{table:events}} (
  chain UInt64 COMMENT 'one process start of one writing instance' CODEC(ZSTD(1)),
  sequence UInt64 COMMENT 'ordinal of the event in its chain, from 1 without gaps' CODEC(Delta, ZSTD(1)),
  link UInt64 COMMENT 'ordinal of the batch in its chain, from 1 without gaps' CODEC(Delta, ZSTD(1)),
  id UUID COMMENT 'random, never shown without the event',
  kind LowCardinality(String) COMMENT 'run, changeset, rig, release, token, verdict, ...',
  key String COMMENT 'natural key of what the event is about: run id, sha, rig name, tag',
  at DateTime64(3, 'UTC') COMMENT 'when it was accepted',
  who LowCardinality(String) COMMENT 'holder of the token that wrote it',
  content_hash String COMMENT 'sha256 of the RFC 8785 form of body, 64 hex digits',
  previous_hash String COMMENT 'link_hash of the link before, 64 zeros for the first',
  link_hash String COMMENT 'see above, 64 hex digits',
  body String COMMENT 'JSON' CODEC(ZSTD(3)),
  INDEX by_at at TYPE minmax
) ENGINE = {{engine:MergeTree}} ORDER BY (chain, sequence) {{settings}};
