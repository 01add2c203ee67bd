CREATE TABLE tarnish.analyses (
  `kind` LowCardinality(String) COMMENT 'what was computed: release', 
  `key` String COMMENT 'of what, and for whose sight; the newest of a key stays', 
  `inputs` String COMMENT 'sha256 of all that it follows from, the version of the engine included, 64 hex digits', 
  `at` DateTime64(3, 'UTC') COMMENT 'when it was computed', 
  `body` String COMMENT 'JSON' CODEC(ZSTD(3)))
ENGINE = ReplacingMergeTree(at) ORDER BY (kind, key)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.changesets (
  `sha` String, 
  `repository` Nullable(String), 
  `branch` Nullable(String), 
  `parent` Nullable(String), 
  `tree` Nullable(String), 
  `change_id` Nullable(String), 
  `patchset` Nullable(UInt32), 
  `ticket` Nullable(String), 
  `subject` Nullable(String), 
  `author` Nullable(String), 
  `committed_at` Nullable(DateTime64(3, 'UTC')), 
  `position` Nullable(Int64), 
  `trailers` SimpleAggregateFunction(max, Nullable(String)) COMMENT 'instant of the event (23 characters), a space, JSON')
ENGINE = CoalescingMergeTree ORDER BY sha
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE MATERIALIZED VIEW tarnish.changesets_of_events TO tarnish.changesets (
  `sha` String, 
  `repository` Nullable(String), 
  `branch` Nullable(String), 
  `parent` Nullable(String), 
  `tree` Nullable(String), 
  `change_id` Nullable(String), 
  `patchset` Nullable(UInt32), 
  `ticket` Nullable(String), 
  `subject` Nullable(String), 
  `author` Nullable(String), 
  `committed_at` Nullable(DateTime64(3, 'UTC')), 
  `position` Nullable(Int64), 
  `trailers` Nullable(String))
AS SELECT key AS sha, nullIf(JSONExtractString(body, 'repository'), '') AS repository, nullIf(JSONExtractString(body, 'branch'), '') AS branch, nullIf(JSONExtractString(body, 'parent'), '') AS parent, nullIf(JSONExtractString(body, 'tree'), '') AS tree, nullIf(JSONExtractString(body, 'changeId'), '') AS change_id, JSONExtract(body, 'patchset', 'Nullable(UInt32)') AS patchset, nullIf(JSONExtractString(body, 'ticket'), '') AS ticket, nullIf(JSONExtractString(body, 'subject'), '') AS subject, nullIf(JSONExtractString(body, 'author'), '') AS author, parseDateTime64BestEffortOrNull(JSONExtractString(body, 'committedAt'), 3, 'UTC') AS committed_at, JSONExtract(body, 'position', 'Nullable(Int64)') AS position, if(JSONHas(body, 'trailers'), concat(toString(at), ' ', JSONExtractRaw(body, 'trailers')), NULL) AS trailers FROM tarnish.events WHERE kind = 'changeset';

CREATE TABLE tarnish.entities (
  `kind` LowCardinality(String), 
  `key` String, 
  `at` DateTime64(3, 'UTC'), 
  `chain` UInt64, 
  `sequence` UInt64, 
  `body` String CODEC(ZSTD(3)))
ENGINE = ReplacingMergeTree(at) ORDER BY (kind, key)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE MATERIALIZED VIEW tarnish.entities_of_events TO tarnish.entities (
  `kind` LowCardinality(String), 
  `key` String, 
  `at` DateTime64(3, 'UTC'), 
  `chain` UInt64, 
  `sequence` UInt64, 
  `body` String)
AS SELECT kind, key, at, chain, sequence, body FROM tarnish.events WHERE kind NOT IN ('run', 'changeset');

CREATE TABLE tarnish.events (
  `chain` UInt64 COMMENT 'one process start of one writing instance' CODEC(ZSTD(1)), 
  `sequence` UInt64 COMMENT 'ordinal of the event in its chain, from 1 without gaps' CODEC(Delta(8), ZSTD(1)), 
  `link` UInt64 COMMENT 'ordinal of the batch in its chain, from 1 without gaps' CODEC(Delta(8), ZSTD(1)), 
  `id` UUID COMMENT 'random, never shown without the event', 
  `kind` LowCardinality(String) COMMENT 'run, changeset, rig, release, token, verdict, ...', 
  `key` String COMMENT 'natural key of what the event is about: run id, sha, rig name, tag', 
  `at` DateTime64(3, 'UTC') COMMENT 'when it was accepted', 
  `who` LowCardinality(String) COMMENT 'holder of the token that wrote it', 
  `content_hash` String COMMENT 'sha256 of the RFC 8785 form of body, 64 hex digits', 
  `previous_hash` String COMMENT 'link_hash of the link before, 64 zeros for the first', 
  `link_hash` String COMMENT 'see above, 64 hex digits', 
  `body` String COMMENT 'JSON' CODEC(ZSTD(3)), 
  `hash_version` UInt8 DEFAULT 1 COMMENT 'how the hash of the event and of its link are made', 
  `excluded` LowCardinality(String) COMMENT 'of a run: why it never blocks, decided when it came', INDEX by_at at TYPE minmax GRANULARITY 1)
ENGINE = MergeTree ORDER BY (chain, sequence)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.hidden_events (
  `chain` UInt64 CODEC(ZSTD(1)), 
  `sequence` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `link` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `at` DateTime64(3, 'UTC'), 
  `hash` String COMMENT 'of the event, 64 hex digits', 
  `previous_hash` String, 
  `link_hash` String, 
  `hash_version` UInt8 DEFAULT 1 COMMENT 'as of events', 
  `seal` String COMMENT 'sha256 of all that is hidden, 64 hex digits; empty in version 1')
ENGINE = MergeTree ORDER BY (chain, sequence)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.leases (
  `work_order` String COMMENT 'id of the order', 
  `generation` UInt32 COMMENT 'ordinal of the lease of this order: each take-over is the next one', 
  `ordinal` UInt32 COMMENT '1 is the claim, more are renewals', 
  `lease` UUID, 
  `rig` LowCardinality(String), 
  `until` DateTime64(3, 'UTC'))
ENGINE = MergeTree ORDER BY (work_order, generation, ordinal)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.named_runs (
  `run` UUID, 
  `at` SimpleAggregateFunction(max, DateTime64(3, 'UTC')) COMMENT 'of the newest verdict that names it', 
  `is_released` SimpleAggregateFunction(max, UInt8) COMMENT '1 where one of them is about a changeset that a release named')
ENGINE = AggregatingMergeTree ORDER BY run
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.named_verdicts (
  `chain` UInt64 COMMENT 'place in the log, as of events' CODEC(ZSTD(1)), 
  `sequence` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `is_released` UInt8 COMMENT 'as it was read: one whose changeset is named by a release later is read a second time')
ENGINE = ReplacingMergeTree ORDER BY (chain, sequence, is_released)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.points (
  `series` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `chain` UInt64 CODEC(ZSTD(1)), 
  `sequence` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `value` Float64 COMMENT 'summary of the run in the posted unit' CODEC(Gorilla(8), ZSTD(1)), 
  `unit` LowCardinality(String) COMMENT 'as posted; converted on reading', 
  `repeats` UInt32 CODEC(T64, ZSTD(1)), 
  `spread` Nullable(Float64) COMMENT 'standard deviation of the repeats, ddof 1' CODEC(ZSTD(1)), 
  `low` Float64 COMMENT 'smallest repeat' CODEC(Gorilla(8), ZSTD(1)), 
  `high` Float64 COMMENT 'largest repeat' CODEC(Gorilla(8), ZSTD(1)), 
  `suspect` LowCardinality(String) COMMENT 'why this measurement never blocks, empty when usable', PROJECTION by_run (SELECT chain, sequence, series, value, unit, suspect ORDER BY chain, sequence, series))
ENGINE = MergeTree ORDER BY (series, chain, sequence)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, merge_selector_base = 30;

CREATE TABLE tarnish.run_events (
  `chain` UInt64 COMMENT 'as of events, so each column' CODEC(ZSTD(1)), 
  `sequence` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `link` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `id` UUID, 
  `kind` LowCardinality(String) COMMENT 'run', 
  `key` String COMMENT 'run id', 
  `at` DateTime64(3, 'UTC'), 
  `who` LowCardinality(String), 
  `content_hash` String, 
  `previous_hash` String, 
  `link_hash` String, 
  `body` String COMMENT 'JSON: the document as it was posted, in its RFC 8785 form' CODEC(ZSTD(3)), 
  `hash_version` UInt8 DEFAULT 1, 
  `excluded` LowCardinality(String), INDEX by_at at TYPE minmax GRANULARITY 1)
ENGINE = MergeTree ORDER BY (chain, sequence)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, merge_selector_base = 30;

CREATE TABLE tarnish.runs (
  `chain` UInt64 CODEC(ZSTD(1)), 
  `sequence` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `run` UUID COMMENT 'id chosen by the rig', 
  `content_hash` String COMMENT 'sha256 of the RFC 8785 form of the document; the first one wins', 
  `accepted_at` DateTime64(3, 'UTC'), 
  `rig` LowCardinality(String), 
  `suite` LowCardinality(String), 
  `sha` String, 
  `branch` LowCardinality(String), 
  `block` String COMMENT 'what runs share: one night, one boot, one build', 
  `cause` LowCardinality(String), 
  `started_at` DateTime64(3, 'UTC'), 
  `finished_at` Nullable(DateTime64(3, 'UTC')) COMMENT 'end of the run, NULL where nobody said', 
  `complete` Bool, 
  `excluded` LowCardinality(String) COMMENT 'why the whole run never blocks, empty when usable', 
  `watch_hash` String COMMENT 'of the watch facts, empty when none were reported', 
  `packages_hash` String COMMENT 'of the package digests of the build measured, empty when unproven', INDEX by_run run TYPE bloom_filter(0.001) GRANULARITY 1, INDEX by_sha sha TYPE bloom_filter(0.001) GRANULARITY 1)
ENGINE = MergeTree ORDER BY (chain, sequence)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192, merge_selector_base = 30;

CREATE TABLE tarnish.schema_migrations (
  `version` UInt32, 
  `name` String, 
  `checksum` String, 
  `applied_at` DateTime64(3, 'UTC'))
ENGINE = ReplacingMergeTree ORDER BY version
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.series (
  `series` UInt64 COMMENT 'first 64 bits of sha256 of the canonical identity', 
  `benchmark` String, 
  `version` String, 
  `metric` String, 
  `parameters` Map(String, String), 
  `rig` LowCardinality(String), 
  `hardware` String COMMENT 'hash of the identity facts, empty when none were reported', 
  `pairing` String COMMENT 'client release/server release of an interop cell, else empty', 
  `unit` String COMMENT 'as first posted', 
  `dimension` String, 
  `better` LowCardinality(String), 
  `first_seen` DateTime64(3, 'UTC'))
ENGINE = MergeTree ORDER BY series
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE tarnish.thinned_runs (
  `chain` UInt64 COMMENT 'place in the log, as of run_events' CODEC(ZSTD(1)), 
  `sequence` UInt64 CODEC(Delta(8), ZSTD(1)), 
  `key` String COMMENT 'run id', 
  `body` String COMMENT 'JSON: the document without its repeats, in its RFC 8785 form' CODEC(ZSTD(3)))
ENGINE = ReplacingMergeTree ORDER BY (chain, sequence)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 60, fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;
