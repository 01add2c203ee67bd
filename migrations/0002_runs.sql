-- 0002_runs: runs, their points, and the series they belong to.
-- Why: a run is written as event and points first and exists only when its row follows: the row is the claim to the
-- id and names the attempt that counts (chain, sequence). A crash in between leaves points that no reader sees; a
-- retry is a new attempt. Where several writers share a server, each row is an insert of its own whose deduplication
-- token is the run id, so that of two attempts at once one wins. Undo: DROP TABLE {{table:points}}, {{table:runs}},
-- {{table:series}}.
CREATE TABLE IF NOT EXISTS {{table:runs}} (
  chain UInt64 CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta, ZSTD(1)),
  run UUID COMMENT 'id chosen by the rig',
  content_hash String COMMENT 'sha256 of the RFC 8785 form of the document; the first one wins',
  accepted_at DateTime64(3, 'UTC'),
  rig LowCardinality(String),
  suite LowCardinality(String),
  sha String,
  branch LowCardinality(String),
  block String COMMENT 'what runs share: one night, one boot, one build',
  cause LowCardinality(String),
  started_at DateTime64(3, 'UTC'),
  complete Bool,
  excluded LowCardinality(String) COMMENT 'why the whole run never blocks, empty when usable',
  watch_hash String COMMENT 'of the watch facts, empty when none were reported',
  packages_hash String COMMENT 'of the package digests of the build measured, empty when unproven',
  INDEX by_run run TYPE bloom_filter(0.001),
  INDEX by_sha sha TYPE bloom_filter(0.001)
) ENGINE = {{engine:MergeTree}} ORDER BY (chain, sequence) {{settings}};

CREATE TABLE IF NOT EXISTS {{table:points}} (
  series UInt64 CODEC(Delta, ZSTD(1)),
  chain UInt64 CODEC(ZSTD(1)),
  sequence UInt64 CODEC(Delta, ZSTD(1)),
  value Float64 COMMENT 'summary of the run in the posted unit' CODEC(Gorilla, ZSTD(1)),
  unit LowCardinality(String) COMMENT 'as posted; converted on reading',
  repeats UInt32 CODEC(T64, ZSTD(1)),
  spread Nullable(Float64) COMMENT 'standard deviation of the repeats, ddof 1' CODEC(ZSTD(1)),
  low Float64 COMMENT 'smallest repeat' CODEC(Gorilla, ZSTD(1)),
  high Float64 COMMENT 'largest repeat' CODEC(Gorilla, ZSTD(1)),
  suspect LowCardinality(String) COMMENT 'why this measurement never blocks, empty when usable'
) ENGINE = {{engine:MergeTree}} ORDER BY (series, chain, sequence) {{settings}};

CREATE TABLE IF NOT EXISTS {{table:series}} (
  series UInt64 COMMENT 'first 64 bits of sha256 of the canonical identity',
  benchmark String,
  version String,
  metric String,
  parameters Map(String, String),
  rig LowCardinality(String),
  hardware String COMMENT 'hash of the identity facts, empty when none were reported',
  pairing String COMMENT 'client release/server release of an interop cell, else empty',
  unit String COMMENT 'as first posted',
  dimension String,
  better LowCardinality(String),
  first_seen DateTime64(3, 'UTC')
) ENGINE = {{engine:MergeTree}} ORDER BY series {{settings}};
