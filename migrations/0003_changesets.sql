-- 0003_changesets: what is known of each changeset, and the latest state of every small thing.
-- Why: both are derived from the log by the engine itself. Fields of a changeset arrive one by one (a run knows
-- the sha, the repository knows the position), so the latest value that is not NULL counts, per column.
-- Undo: DROP VIEW the two views, DROP TABLE {{table:changesets}}, {{table:entities}}.
CREATE TABLE IF NOT EXISTS {{table:changesets}} (
  sha String,
  repository Nullable(String),
  branch Nullable(String),
  parent Nullable(String),
  tree Nullable(String),
  change_id Nullable(String),
  patchset Nullable(UInt32),
  ticket Nullable(String),
  subject Nullable(String),
  author Nullable(String),
  committed_at Nullable(DateTime64(3, 'UTC')),
  position Nullable(Int64)
) ENGINE = {{engine:CoalescingMergeTree}} ORDER BY sha {{settings}};

CREATE MATERIALIZED VIEW IF NOT EXISTS {{view:changesets_of_events}} TO {{table:changesets}} AS
SELECT
  key AS sha,
  nullIf(JSONExtractString(body, 'repository'), '') AS repository,
  nullIf(JSONExtractString(body, 'branch'), '') AS branch,
  nullIf(JSONExtractString(body, 'parent'), '') AS parent,
  nullIf(JSONExtractString(body, 'tree'), '') AS tree,
  nullIf(JSONExtractString(body, 'changeId'), '') AS change_id,
  JSONExtract(body, 'patchset', 'Nullable(UInt32)') AS patchset,
  nullIf(JSONExtractString(body, 'ticket'), '') AS ticket,
  nullIf(JSONExtractString(body, 'subject'), '') AS subject,
  nullIf(JSONExtractString(body, 'author'), '') AS author,
  parseDateTime64BestEffortOrNull(JSONExtractString(body, 'committedAt'), 3, 'UTC') AS committed_at,
  JSONExtract(body, 'position', 'Nullable(Int64)') AS position
FROM {{table:events}} WHERE kind = 'changeset';

CREATE TABLE IF NOT EXISTS {{table:entities}} (
  kind LowCardinality(String),
  key String,
  at DateTime64(3, 'UTC'),
  chain UInt64,
  sequence UInt64,
  body String CODEC(ZSTD(3))
) ENGINE = {{engine:ReplacingMergeTree(at)}} ORDER BY (kind, key) {{settings}};

CREATE MATERIALIZED VIEW IF NOT EXISTS {{view:entities_of_events}} TO {{table:entities}} AS
SELECT kind, key, at, chain, sequence, body FROM {{table:events}} WHERE kind NOT IN ('run', 'changeset');
