/**
 * What does growth cost? A project of a thousand series measured at a million points and at ten million: the last points
 * of a series, and a verdict over all series: the first time on a history that other candidates stood on, unchanged, and
 * the first time on a history that has just grown by a landing. Beside each figure the same SQL alone, asked
 * by the bare client of the same engine, in turn with the service's answers.
 * `npm run bench -- scale --points 1,10 --tries 7` (millions; `--data FOLDER` keeps the folder for another time).
 */
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type { ClickHouseClient } from "@clickhouse/client";
import { readConfig } from "../src/entry/config.ts";
import { startService } from "../src/entry/serve.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { temporaryFolder } from "../test/support/service.ts";
import { allSeries, bareFirstVerdict, barePoints, bareUnchanged } from "./scale-bare.ts";
import { grow, grownTo, PER_CHANGESET, type Post, postCandidate } from "./scale-world.ts";

type Figures = Readonly<Record<string, number>>;

interface Seen {
  /** Measurements there were: of a folder that is kept maybe more than were wanted. */
  readonly points: number;
  readonly figures: Figures;
}

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { points: { type: "string" }, tries: { type: "string" }, data: { type: "string" } },
  });
  const data = values.data ?? temporaryFolder();
  const tries = Number(values.tries ?? 7);
  const seen: Seen[] = [];
  try {
    for (const millions of (values.points ?? "1,10").split(",").map(Number)) {
      seen.push(await measured(data, Math.round((millions * 1e6) / PER_CHANGESET), tries));
    }
    const [first, last] = [seen[0], seen.at(-1)];
    // A kept folder may have had as many from the beginning: then nothing grew.
    if (first && last && last.points >= 2 * first.points)
      for (const [name, value] of Object.entries(last.figures)) {
        const between = { from: first.points, points: last.points };
        say(`growth.${name}`, value / (first.figures[name] ?? Number.NaN), "ratio", { ...between, target: "≤ 1.5" });
      }
  } finally {
    if (values.data === undefined) rmSync(data, { recursive: true, force: true });
  }
}

/** Grows to this many landed changesets and asks, in a service that was started anew. */
async function measured(data: string, least: number, tries: number): Promise<Seen> {
  const config = readConfig({ TARNISH_DATA: data, TARNISH_PORT: "0", TARNISH_LOG: "error" });
  const service = await startService(config);
  const client = await openEmbedded(data, config.database);
  const token = readFileSync(join(data, "admin.token"), "utf8").trim();
  const post: Post = (method, path, body) => call(service.url + path, { method, token, body: JSON.stringify(body) });
  try {
    const begin = performance.now();
    const from = await grownTo(client);
    await grow(post, client, from, least);
    const changesets = await grownTo(client); // a folder that is kept has those of the last landings, too
    const points = changesets * PER_CHANGESET;
    say("grown", (performance.now() - begin) / 1000, "s", { points, from: from * PER_CHANGESET });
    await settled(client);
    const world = { url: service.url, post, client, points, tries, changesets };
    const figures = { points: await askPoints(world), ...(await askVerdicts(world)) };
    return { points, figures: { ...figures, ...(await askAfterLandings(world)) } };
  } finally {
    await client.close();
    await service.stop();
  }
}

interface World {
  readonly url: string;
  readonly post: Post;
  readonly client: ClickHouseClient;
  readonly points: number;
  readonly tries: number;
  readonly changesets: number;
}

/** Another series each time: nothing of it was read before. */
async function askPoints({ url, client, points, tries, changesets }: World): Promise<number> {
  const all = await allSeries(client);
  const [service, bare]: [number[], number[]] = [[], []];
  for (let at = -1; at < 3 * tries; at++) {
    const series = all[(at + all.length) % all.length];
    if (series === undefined) throw new Error("there is no series");
    const answered = await timed(() => get(`${url}/v1/series/${series.id}/points?last=500`));
    const alone = await timed(() => barePoints(client, series, changesets));
    if (at < 0) continue; // the first is not counted: it warms the compiler
    service.push(answered);
    bare.push(alone);
  }
  return compare("points", { service, bare }, { points, target: "≤ 2" });
}

async function askVerdicts({ url, post, client, points, tries, changesets }: World): Promise<Figures> {
  const all = await allSeries(client);
  const [first, again] = [noTimes(), noTimes()];
  for (let at = -1; at < tries; at++) {
    const sha = await candidateOn(post, changesets - 1);
    const verdict = `${url}/v1/changesets/${sha}/verdict`;
    const times = [
      await timed(() => get(verdict)),
      await timed(() => bareFirstVerdict(client, all, sha, changesets)),
      await timed(() => get(verdict)),
      await timed(() => bareUnchanged(client, sha)),
    ];
    if (at >= 0)
      for (const [index, list] of [first.service, first.bare, again.service, again.bare].entries())
        list.push(times[index] ?? 0);
  }
  return {
    verdict_first: compare("verdict_first", first, { points, series: all.length, target: "≤ 4" }),
    verdict_unchanged: compare("verdict_unchanged", again, { points, series: all.length, target: "≤ 2" }),
  };
}

/** Nobody stood on this history before, whose oldest changeset is out of reach now: all of it is found out anew. */
async function askAfterLandings({ url, post, client, points, tries, changesets }: World): Promise<Figures> {
  const all = await allSeries(client);
  const times = noTimes();
  for (let landed = changesets; landed < changesets + tries; landed++) {
    await grow(post, client, landed, landed + 1);
    await settled(client);
    const sha = await candidateOn(post, landed);
    times.service.push(await timed(() => get(`${url}/v1/changesets/${sha}/verdict`)));
    times.bare.push(await timed(() => bareFirstVerdict(client, all, sha, landed + 1)));
  }
  const told = { points, series: all.length, target: "≤ 4" };
  return { verdict_after_landing: compare("verdict_after_landing", times, told) };
}

/** The sha of a changeset that is tested and not landed. */
async function candidateOn(post: Post, tip: number): Promise<string> {
  const sha = `cafe${randomBytes(18).toString("hex")}`;
  await postCandidate(post, sha, tip);
  return sha;
}

interface Times {
  readonly service: number[];
  readonly bare: number[];
}

const noTimes = (): Times => ({ service: [], bare: [] });

function compare(
  name: string,
  { service, bare }: Times,
  { target, ...more }: Readonly<Record<string, unknown>>,
): number {
  const [mine, reference] = [median(service), median(bare)];
  say(name, mine, "ms", { ...more, fastest: figure(Math.min(...service)) });
  say(`${name}_sql`, reference, "ms", { ...more, fastest: figure(Math.min(...bare)) });
  say(`${name}_of_sql`, mine / reference, "ratio", { ...more, target });
  return mine;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const get = (url: string): Promise<void> => call(url, { method: "GET", body: "" });

/** A connection of its own: one that is kept would be closed while this process, which is both ends of it, computes. */
async function call(url: string, { method, token, body }: Ask): Promise<void> {
  const headers = {
    "content-type": "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers, agent: false }, resolve).once("error", reject).end(body);
  });
  const said = await text(answer);
  if ((answer.statusCode ?? 500) >= 300) throw new Error(`${url} answered ${answer.statusCode}: ${said.slice(0, 300)}`);
}

interface Ask {
  readonly method: string;
  readonly token?: string;
  readonly body: string;
}

/** Merges and the like are over, at either size. */
async function settled(client: ClickHouseClient): Promise<void> {
  const query = `SELECT (SELECT count() FROM system.merges) + (SELECT count() FROM system.mutations WHERE NOT is_done) AS busy`;
  for (let quiet = 0, looks = 0; quiet < 5 && looks < 300; looks++) {
    const [row] = await (await client.query({ query, format: "JSONEachRow" })).json<{ busy: string }>();
    quiet = Number(row?.busy) === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const figure = (value: number): number => Number(value.toPrecision(4));
function say(name: string, value: number, unit: string, more: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ bench: `scale.${name}`, value: figure(value), unit, ...more }));
}
