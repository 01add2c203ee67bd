/**
 * Fields of a changeset count as they were said last. The table takes what was inserted last, which is the same until
 * events come that are older than some that are here: two hosts would then hold different fields for ever. So what the
 * log says last of each field is inserted once more.
 */
import type { ClickHouseClient } from "@clickhouse/client";
import type { LoggedEvent } from "./events.ts";

/** As the view over the events has them; the trailers settle themselves. */
const FIELDS = {
  repository: "nullIf(JSONExtractString(body, 'repository'), '')",
  branch: "nullIf(JSONExtractString(body, 'branch'), '')",
  parent: "nullIf(JSONExtractString(body, 'parent'), '')",
  tree: "nullIf(JSONExtractString(body, 'tree'), '')",
  change_id: "nullIf(JSONExtractString(body, 'changeId'), '')",
  patchset: "JSONExtract(body, 'patchset', 'Nullable(UInt32)')",
  ticket: "nullIf(JSONExtractString(body, 'ticket'), '')",
  subject: "nullIf(JSONExtractString(body, 'subject'), '')",
  author: "nullIf(JSONExtractString(body, 'author'), '')",
  committed_at: "parseDateTime64BestEffortOrNull(JSONExtractString(body, 'committedAt'), 3, 'UTC')",
  position: "JSONExtract(body, 'position', 'Nullable(Int64)')",
} as const;

/** Of `events` those changesets that were told of before the newest event that was here. */
export async function settleChangesets(
  client: ClickHouseClient,
  events: readonly Pick<LoggedEvent, "kind" | "key" | "at">[],
  newest: Date,
): Promise<void> {
  const late = events.filter(({ kind, at }) => kind === "changeset" && at < newest);
  if (late.length === 0) return;
  const columns = Object.keys(FIELDS).join(", ");
  const last = Object.values(FIELDS).map((field) => `argMax(${field}, (at, chain, sequence))`);
  await client.command({
    query: `INSERT INTO changesets (sha, ${columns})
      SELECT key, ${last.join(", ")} FROM events
      WHERE kind = 'changeset' AND key IN {shas: Array(String)} GROUP BY key`,
    query_params: { shas: [...new Set(late.map(({ key }) => key))] },
  });
}
