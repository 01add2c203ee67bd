/**
 * What does a page cost on the morning after a night? A project of a thousand series at a million measurements and at ten
 * million. Before each page another night arrives, so that nothing that it shows was drawn before; its time in parts, its
 * statements asked bare, the same page again from memory, its bytes over the wire; what each kind of chart costs to draw;
 * and when a reader of Chromium sees the first chart of series of 500, 5,000 and 50,000 points.
 * `sql` is the time in which any question to the store was open, whatever the page computed meanwhile; `sql_bare` the same
 * statements, those that were open together asked together, with nothing but the client, which parses what it gets.
 * `waiting` is the time in which a question was open and this process had nothing else to do, and what the store itself
 * computed in the page's own run (`decoding`: answers parsed and checked, columns becoming rows): no more than what the
 * store costs, where `sql_of_bare` has the page's own work in it, too.
 * `npm run bench -- pages --points 1,10 --tries 3 --only overview,interop,drawing,charts` (millions; `--data FOLDER` keeps the
 * folder for another time).
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ClickHouseClient } from "@clickhouse/client";
import { readConfig } from "../src/entry/config.ts";
import { CONNECTION_LIMITS, startService } from "../src/entry/serve.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { temporaryFolder } from "../test/support/service.ts";
import { firstCharts, LENGTHS, WARM } from "./pages-browser.ts";
import { drawings } from "./pages-drawing.ts";
import { type Fetched, fetched, posted } from "./pages-fetch.ts";
import { longSeries } from "./pages-long.ts";
import { bare, type Parts, partsOf, watch } from "./pages-parts.ts";
import { dressed, nextNight, type Pages } from "./pages-world.ts";
import { say } from "./say.ts";
import { allSeries } from "./scale-bare.ts";
import { grow, grownTo, PER_CHANGESET, type Post } from "./scale-world.ts";

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      points: { type: "string" },
      tries: { type: "string" },
      data: { type: "string" },
      only: { type: "string" },
    },
  });
  const data = values.data ?? temporaryFolder();
  const only = values.only?.split(",");
  try {
    for (const millions of (values.points ?? "10").split(",").map(Number)) {
      const changesets = Math.round((millions * 1e6) / PER_CHANGESET);
      await measured(data, changesets, { tries: Number(values.tries ?? 3), only });
    }
  } finally {
    if (values.data === undefined) rmSync(data, { recursive: true, force: true });
  }
}

interface Wanted {
  readonly tries: number;
  /** Names of parts; absent: all. */
  readonly only: readonly string[] | undefined;
}

async function measured(data: string, changesets: number, { tries, only }: Wanted): Promise<void> {
  const isWanted = (part: string) => only?.includes(part) ?? true;
  const config = readConfig({ TARNISH_DATA: data, TARNISH_PORT: "0", TARNISH_LOG: "error", TARNISH_RATE_ADDRESS: "0" });
  const client = await openEmbedded(data, config.database);
  watch(client);
  // No limit to a connection's rest: this process is both ends of it, and a paused machine is no rude client.
  const service = await startService(config, { ...CONNECTION_LIMITS, idle: 0 });
  const token = readFileSync(join(data, "admin.token"), "utf8").trim();
  const post: Post = (method, path, body) => posted(service.url + path, { method, token, body });
  const long = new Map<number, string>();
  try {
    await grow(post, client, await grownTo(client), changesets);
    const world = { url: service.url, client, post, points: changesets * PER_CHANGESET };
    const pages = only?.every((part) => part === "charts") ? null : await dressed(post, client);
    for (const [page, path] of Object.entries(pages ?? {})) if (isWanted(page)) await costOf(world, page, path, tries);
    if (pages && isWanted("drawing")) await drawings(service.url, await drawn(pages, client));
    if (isWanted("charts"))
      for (const points of [WARM, ...LENGTHS]) long.set(points, await longSeries(post, client, points));
  } finally {
    await client.close();
    await service.stop();
  }
  if (long.size > 0) await firstCharts(data, long);
}

/** Between them these pages have every chart. */
async function drawn(pages: Pages, client: ClickHouseClient): Promise<string[]> {
  const others = (await allSeries(client)).slice(1, 5).map(({ id }) => id);
  const { series, changeset, release, rig, scaling } = pages;
  return [`${series}?with=${others.join(",")}`, changeset, release, rig, scaling];
}

interface World {
  readonly url: string;
  readonly client: ClickHouseClient;
  readonly post: Post;
  readonly points: number;
}

interface Visit extends Parts {
  readonly bare: number;
  readonly again: number;
  readonly answer: Fetched;
}

/** Further readers of each page, of whom the middle one is told: the first meets what the drawing left to be tidied up. */
const AGAIN = 5;

/** Milliseconds: a page that takes longer is visited once. */
const SLOW = 60_000;

/** The first visit is not counted, unless it is the only one: it compiles templates, and knows nothing of what stayed the same. */
async function costOf(world: World, page: string, path: string, tries: number): Promise<void> {
  const first = await visit(world, path);
  const isSlow = first.total > SLOW;
  const visits: Visit[] = isSlow ? [first] : [];
  for (let at = 0; at < tries && !isSlow; at++) {
    await nextNight(world.post, world.client);
    visits.push(await visit(world, path));
  }
  const of = (value: (visit: Visit) => number) => median(visits.map(value));
  const tell = (name: string, value: number, unit: string, target?: string) =>
    say(`pages.${name}`, value, unit, { page, points: world.points, ...(target !== undefined && { target }) });
  tell(
    "total",
    of(({ total }) => total),
    "ms",
  );
  tell(
    "sql",
    of(({ open }) => open),
    "ms",
  );
  tell("waiting", of(storeCost), "ms");
  tell(
    "decoding",
    of(({ decoding }) => decoding),
    "ms",
  );
  tell(
    "sql_bare",
    of((one) => one.bare),
    "ms",
  );
  const asked = visits.filter((one) => one.bare > 1);
  if (asked.length > 0) {
    tell("sql_of_bare", median(asked.map((one) => one.open / one.bare)), "ratio", "≤ 1.5");
    tell("waiting_of_bare", median(asked.map((one) => storeCost(one) / one.bare)), "ratio", "≤ 1.5");
  }
  tell(
    "drawing",
    of(({ drawing }) => drawing),
    "ms",
  );
  const drawn = visits.filter(({ pictures }) => pictures > 0);
  if (drawn.length > 0) tell("chart", median(drawn.map(({ drawing, pictures }) => drawing / pictures)), "ms", "≤ 20");
  tell(
    "rest",
    of(({ total, open, drawing }) => total - open - drawing),
    "ms",
  );
  tell(
    "again",
    of(({ again }) => again),
    "ms",
    "≤ 5",
  );
  tell("bytes_first", of(({ answer }) => answer.bytes + answer.assets) / 1000, "kB", "< 250");
  tell("bytes_later", of(({ answer }) => answer.bytes) / 1000, "kB", "< 60");
}

async function visit({ url, client }: World, path: string): Promise<Visit> {
  let answer: Fetched | undefined;
  const parts = await partsOf(async () => {
    answer = await fetched(url, path);
  });
  if (answer === undefined) throw new Error(`${path} was not answered`);
  const again: number[] = [];
  for (let at = 0; at < AGAIN; at++) {
    const begin = performance.now();
    await fetched(url, path);
    again.push(performance.now() - begin);
  }
  await answer.weighed();
  return { ...parts, again: median(again), answer, bare: await bare(client, parts.asked) };
}

const storeCost = ({ waiting, decoding }: Parts): number => waiting + decoding;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
