/** Series of any length, each of its own rig and branch: what a reader's first chart is measured on. */
import { randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Post } from "./scale-world.ts";

/** Changesets of one request. */
const AT_ONCE = 5_000;

/** Its id. Its first changeset comes by the door, the others as the service would have written them; once for a folder. */
export async function longSeries(post: Post, client: ClickHouseClient, points: number): Promise<string> {
  const rig = `trend-${points}`;
  const sha = (at: number) => `${points.toString(16).padStart(8, "0")}${at.toString(16).padStart(32, "0")}`;
  const known = await idOf(client, rig);
  if (known !== undefined) return known;
  for (let from = 0; from < points; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, points - from) }, (_, index) => from + index);
    const changesets = some.map((at) => ({
      sha: sha(at),
      branch: rig,
      position: at,
      ...(at > 0 && { parent: sha(at - 1) }),
      committedAt: new Date(Date.UTC(2012, 0, 1) + at * 3_600_000).toISOString(),
    }));
    await post("PUT", "/v1/changesets", changesets);
  }
  await post("POST", "/v1/runs", {
    ...{ schema: "tarnish.run/1", id: randomUUID(), rig, suite: "nightly", block: "0", complete: true },
    changeset: { sha: sha(0), branch: rig },
    startedAt: "2012-01-01T00:00:00Z",
    measurements: [
      {
        benchmark: "trend",
        metric: "write.bandwidth",
        unit: "MiB/s",
        better: "higher",
        values: [1000],
        parameters: {},
      },
    ],
  });
  const id = (await idOf(client, rig)) ?? "";
  const query_params = { id, rig, points, prefix: sha(0).slice(0, 8) };
  for (const query of [POINTS, RUNS]) await client.command({ query, query_params });
  return id;
}

async function idOf(client: ClickHouseClient, rig: string): Promise<string | undefined> {
  const query = "SELECT lower(leftPad(hex(series), 16, '0')) AS id FROM series WHERE rig = {rig: String}";
  const [row] = await (await client.query({ query, query_params: { rig }, format: "JSONEachRow" })).json<{
    id: string;
  }>();
  return row?.id;
}

/** A level that steps up now and then, and a spike at every thousandth changeset that no reduction may lose. */
const POINTS = `INSERT INTO points (series, chain, sequence, value, unit, repeats, spread, low, high, suspect)
  SELECT reinterpretAsUInt64(reverse(unhex({id: String}))), toUInt64({points: UInt32}), number + 1,
    (1000 + 30 * intDiv(number * 7, {points: UInt32}) + 10 * (cityHash64(number) / pow(2, 64)))
      * if(number % 1000 = 999, 0.8, 1) AS value, 'MiB/s', 1, NULL, value, value, ''
  FROM numbers(1, {points: UInt32} - 1)`;

const RUNS = `INSERT INTO runs (chain, sequence, run, content_hash, accepted_at, rig, suite, sha, branch, block, cause,
    started_at, complete, excluded, watch_hash, packages_hash)
  SELECT toUInt64({points: UInt32}), number + 1, generateUUIDv4(), '', started_at, {rig: String}, 'nightly',
    concat({prefix: String}, leftPad(lower(hex(number)), 32, '0')), {rig: String}, toString(number), 'scheduled',
    fromUnixTimestamp64Milli(toInt64(1325376000000 + number * 3600000), 'UTC') AS started_at, true, '', '', ''
  FROM numbers(1, {points: UInt32} - 1)`;
