/**
 * A project that grows: ten rigs of a hundred series each measure every landed changeset twice, night after night. Some
 * series are curves over the number of clients, some are pairs of releases. The
 * first night is posted; the engine writes the others as the service would have: points, runs that claim them, and
 * events with documents in their canonical form, each batch of nights a chain of its own whose hashes hold.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Changeset } from "../src/model/changeset.ts";
import type { Measurement, RunDocument } from "../src/model/run.ts";
import { normal, seeded } from "../test/simulator/random.ts";

const RIGS = 10;
const SERIES_PER_RIG = 100;
const RUNS_A_NIGHT = 2;
/** Measurements that one landed changeset brings. */
export const PER_CHANGESET = RIGS * SERIES_PER_RIG * RUNS_A_NIGHT;
/** Nights of one statement: each table's rows stay one block. */
const NIGHTS = 100;

const DAY = 86_400_000;
const FIRST_NIGHT = Date.UTC(2012, 0, 1, 20);

const random = seeded(20);

export const shaOf = (position: number): string => `c0de${position.toString(16).padStart(36, "0")}`;

/** A request to the service with the administrator's token; rejects unless it is granted. */
export type Post = (method: "POST" | "PUT", path: string, body: unknown) => Promise<void>;

/** How many landed changesets there are. */
export async function grownTo(client: ClickHouseClient): Promise<number> {
  const query =
    "SELECT toUInt32(count()) AS count FROM changesets FINAL WHERE position IS NOT NULL AND branch = 'master'";
  const [row] = await (await client.query({ query, format: "JSONEachRow" })).json<{ count: number }>();
  return row?.count ?? 0;
}

/** Landed changesets of the positions [from, to), each with its nights' runs. */
export async function grow(post: Post, client: ClickHouseClient, from: number, to: number): Promise<void> {
  if (from >= to) return;
  const landed = Array.from({ length: to - from }, (_, index) => changesetAt(from + index));
  await post("PUT", "/v1/changesets", landed);
  if (from === 0) await Promise.all(night(changesetAt(0), 0).map((run) => post("POST", "/v1/runs", run)));
  for (let at = Math.max(1, from); at < to; at += NIGHTS) await insertNights(client, at, Math.min(to, at + NIGHTS));
}

/** Runs of an unlanded changeset on the landed one at `tip`, on all rigs: three nights. */
export async function postCandidate(post: Post, sha: string, tip: number): Promise<void> {
  for (const at of [1, 2, 3]) {
    const changeset = { sha, branch: "master", parent: shaOf(tip) };
    await Promise.all(night(changeset, tip + at).map((run) => post("POST", "/v1/runs", run)));
  }
}

export function changesetAt(position: number): Changeset {
  const committedAt = new Date(FIRST_NIGHT + position * DAY - DAY / 2).toISOString();
  const parent = position === 0 ? {} : { parent: shaOf(position - 1) };
  return { sha: shaOf(position), branch: "master", position, subject: `change ${position}`, committedAt, ...parent };
}

export function night(changeset: Changeset, at: number): RunDocument[] {
  return Array.from({ length: RIGS * RUNS_A_NIGHT }, (_, index) => ({
    schema: "tarnish.run/1",
    id: randomUUID(),
    rig: `rig-${index % RIGS}`,
    suite: "nightly",
    changeset,
    block: `night-${at}`,
    startedAt: new Date(FIRST_NIGHT + at * DAY + index * 60_000).toISOString(),
    complete: true,
    measurements: Array.from({ length: SERIES_PER_RIG }, (_, series) => measurement(series)),
  }));
}

/** From the first on: five curves of four points, then ten series of five pairs of releases. */
const [FIRST_OF_CURVES, FIRST_OF_PAIRS] = [70, 90];

function measurement(series: number): Measurement {
  const isCurve = series >= FIRST_OF_CURVES && series < FIRST_OF_PAIRS;
  const point = isCurve ? (series - FIRST_OF_CURVES) % 4 : 0;
  const versions = { "client.version": `2.15.${series % 5}`, "server.version": "2.16.0" };
  return {
    benchmark: `io-${(series - point) % 5}`,
    metric: `write.bandwidth.${series - point}`,
    unit: "MiB/s",
    better: "higher",
    parameters: { ...(series >= FIRST_OF_PAIRS && versions), clients: String(16 << point), transfer: "1MiB" },
    values: [Number(((1000 + 10 * series) * Math.exp(0.005 * normal(random))).toFixed(2))],
  };
}

async function insertNights(client: ClickHouseClient, from: number, to: number): Promise<void> {
  const chain = randomBytes(8).readBigUInt64BE();
  const query_params = { chain, from, to };
  for (const query of [POINTS, EVENTS, RUNS]) await client.command({ query, query_params });
}

/** Every run of the nights: its place, its rig, its changeset, when. */
const NIGHTS_RUNS = `
  SELECT toUInt64({chain: UInt64}) AS chain, toUInt64(number + 1) AS sequence,
    {from: UInt32} + intDiv(number, ${RIGS * RUNS_A_NIGHT}) AS night, number % ${RIGS * RUNS_A_NIGHT} AS ordinal,
    concat('rig-', toString(ordinal % ${RIGS})) AS rig,
    concat('c0de', leftPad(lower(hex(night)), 36, '0')) AS sha,
    fromUnixTimestamp64Milli(toInt64(${FIRST_NIGHT} + night * ${DAY} + ordinal * 60000), 'UTC') AS started_at,
    UUIDNumToString(MD5(concat(toString(chain), ' ', toString(sequence)))) AS run
  FROM numbers(toUInt64(({to: UInt32} - {from: UInt32}) * ${RIGS * RUNS_A_NIGHT}))`;

/** Nights differ by half a percent, and so do runs; every tenth series lost a tenth of its level once. */
const gauss = (seed: string) =>
  `sqrt(-2 * log((cityHash64(${seed}, 'u') + 1) / pow(2, 64))) * cos(2 * pi() * cityHash64(${seed}, 'v') / pow(2, 64))`;
const POINTS = `INSERT INTO points (series, chain, sequence, value, unit, repeats, spread, low, high, suspect)
  SELECT series, chain, sequence,
    round((1000 + 10 * nth) * if(nth % 10 = 0 AND night > 7 * nth, 0.9, 1)
      * exp(0.004 * ${gauss("series, night")} + 0.003 * ${gauss("series, run")}), 2) AS value,
    'MiB/s', 1, NULL, value, value, ''
  FROM (${NIGHTS_RUNS}) AS runs
  INNER JOIN (SELECT series, rig, toInt32(splitByChar('.', metric)[3]) + toInt32(log2(toInt32(parameters['clients']) / 16)) AS nth FROM series) AS s USING (rig)
  SETTINGS max_threads = 2`;

const instant = (at: string) =>
  `concat(formatDateTime(${at}, '%Y-%m-%dT%H:%i:%S.', 'UTC'), leftPad(toString(toUnixTimestamp64Milli(${at}) % 1000), 3, '0'), 'Z')`;
const sha256 = (text: string) => `lower(hex(SHA256(${text})))`;

const EVENTS = `INSERT INTO run_events (chain, sequence, link, id, kind, key, at, who, content_hash, previous_hash, link_hash, body)
  WITH documents AS (
    SELECT r.chain AS chain, r.sequence AS sequence, toUUID(UUIDNumToString(MD5(concat('event ', r.run)))) AS id, r.run AS key, r.started_at AS at,
      concat('{"block":"night-', toString(r.night), '","changeset":{"branch":"master","sha":"', r.sha,
        '"},"complete":true,"id":"', r.run, '","measurements":[', m.measurements, '],"rig":"', r.rig,
        '","schema":"tarnish.run/1","startedAt":"', ${instant("r.started_at")}, '","suite":"nightly"}') AS body
    FROM (${NIGHTS_RUNS}) AS r
    INNER JOIN (
      SELECT sequence, arrayStringConcat(groupArray(concat('{"benchmark":"', s.benchmark, '","better":"higher","metric":"',
          s.metric, '","parameters":', toJSONString(mapSort(s.parameters)), ',"unit":"MiB/s","values":[', toString(p.value), ']}')), ',') AS measurements
      FROM points AS p INNER JOIN series AS s USING (series) WHERE p.chain = {chain: UInt64} GROUP BY sequence
    ) AS m USING (sequence)
    ORDER BY sequence
  ), hashed AS (
    SELECT *, ${sha256("body")} AS content_hash,
      ${sha256(`concat('["', toString(id), '","run","', key, '","', ${instant("at")}, '","bench","', content_hash, '"]')`)} AS event_hash
    FROM documents
  )
  SELECT chain, sequence, 1, id, 'run', key, at, 'bench', content_hash, repeat('0', 64),
    (SELECT ${sha256("concat(repeat('0', 64), '\\n1\\n', arrayStringConcat(arrayMap(one -> one.2, arraySort(groupArray((sequence, event_hash)))), '\\n'))")} FROM hashed),
    body
  FROM hashed`;

const RUNS = `INSERT INTO runs (chain, sequence, run, content_hash, accepted_at, rig, suite, sha, branch, block, cause,
    started_at, complete, excluded, watch_hash, packages_hash)
  SELECT r.chain, r.sequence, toUUID(r.run), e.content_hash, r.started_at, r.rig, 'nightly', r.sha, 'master',
    concat('night-', toString(r.night)), 'scheduled', r.started_at, true, '', '', ''
  FROM (${NIGHTS_RUNS}) AS r
  INNER JOIN (SELECT sequence, content_hash FROM run_events WHERE chain = {chain: UInt64}) AS e USING (sequence)`;
