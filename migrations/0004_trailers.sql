-- 0004_trailers: the trailers of a changeset (Change-Id, Fixes, Test-Parameters, ...), which its events had from the
-- first day.
-- Why this type: events from before the view knew of trailers are read at the end of this migration, when newer ones may
-- have arrived already. So it is not the value inserted last that counts, but the greatest: each begins with the instant
-- of its event. Inserts that were under way when the view changed have ended when the old events are read; a database
-- without changesets does not wait for them. Every statement may run again, at any time.
-- Undo: ALTER TABLE {{view:changesets_of_events}} MODIFY QUERY as in 0003; ALTER TABLE {{table:changesets}} DROP COLUMN
-- trailers.
ALTER TABLE {{table:changesets}} ADD COLUMN IF NOT EXISTS
  trailers SimpleAggregateFunction(max, Nullable(String)) COMMENT 'instant of the event (23 characters), a space, JSON';

ALTER TABLE {{view:changesets_of_events}} MODIFY QUERY SELECT
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
  JSONExtract(body, 'position', 'Nullable(Int64)') AS position,
  if(JSONHas(body, 'trailers'), concat(toString(at), ' ', JSONExtractRaw(body, 'trailers')), NULL) AS trailers
FROM {{table:events}} WHERE kind = 'changeset';

SELECT sleepEachRow(2) FROM (SELECT 1 FROM {{all:events}} WHERE kind = 'changeset' LIMIT 1);

INSERT INTO {{all:changesets}} (sha, trailers)
SELECT key, max(concat(toString(at), ' ', JSONExtractRaw(body, 'trailers')))
FROM {{all:events}} WHERE kind = 'changeset' AND JSONHas(body, 'trailers') GROUP BY key;
