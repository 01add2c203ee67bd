/** What is read does not grow with the history, and says the same as if all of it were read. */
import { rmSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { branchHistories } from "../../src/actions/branch-histories.ts";
import { cardTrends } from "../../src/actions/card-trends.ts";
import type { Caller, Context } from "../../src/actions/context.ts";
import { digestRun } from "../../src/actions/digest-run.ts";
import { ingestRun } from "../../src/actions/ingest-run.ts";
import { judgeChangeset } from "../../src/actions/judge-changeset.ts";
import { newestPoints } from "../../src/actions/newest-points.ts";
import { putChangesets } from "../../src/actions/put-changesets.ts";
import { putRig } from "../../src/actions/put-rig.ts";
import { seriesHistory } from "../../src/actions/read-series.ts";
import { seriesAnalysis } from "../../src/actions/series-analysis.ts";
import { shownSeries } from "../../src/actions/shown-series.ts";
import { type Trend, trends } from "../../src/actions/trends.ts";
import type { SeriesChartData } from "../../src/charts/series-data.ts";
import { readConfig } from "../../src/entry/config.ts";
import { openService, type Service } from "../../src/entry/node.ts";
import { sha256 } from "../../src/entry/sha256.ts";
import { Fault } from "../../src/model/fault.ts";
import type { RunDocument } from "../../src/model/run.ts";
import type { SeriesRow } from "../../src/store/runs.ts";
import type { Page } from "../../src/web/page.ts";
import { PageCache } from "../../src/web/page-cache.ts";
import { CHANGESET } from "../../src/web/pages/changeset.ts";
import { HOME } from "../../src/web/pages/home.ts";
import { REGRESSIONS } from "../../src/web/pages/regressions.ts";
import { run, uuids } from "../support/runs.ts";
import { temporaryFolder } from "../support/service.ts";

const ADMIN: Caller = { name: "test", scopes: ["admin"] };
const STRANGER: Caller = { name: "anonymous", scopes: [] };
/** Pages say how long ago things were: asked twice, they must say the same. */
const NOW = new Date("2026-11-20T12:00:00Z");
const id = uuids(91);
const data = temporaryFolder();
let service: Service;
let ctx: Context;
/** How often the runs behind a verdict were read. */
let reads = 0;

async function open(): Promise<void> {
  const silent = { debug() {}, info() {}, error() {} };
  service = await openService(readConfig({ TARNISH_DATA: data }), silent, undefined, () => NOW);
  await service.start();
  ctx = service.ctx;
  const { store } = ctx;
  const measuredRuns = store.measuredRuns.bind(store);
  store.measuredRuns = async (...asked) => {
    reads++;
    return await measuredRuns(...asked);
  };
}

async function restart(): Promise<void> {
  await service.stop();
  await open();
}

const LANDED = 30;
interface Wanted {
  readonly sha: string;
  readonly changeset?: Partial<RunDocument["changeset"]>;
  readonly day: number;
  readonly hour?: number;
  readonly rig?: string;
  readonly value?: number;
  readonly more?: Partial<RunDocument>;
}

async function post({ sha, changeset, day, hour = 0, rig = "lab", value = 100, more }: Wanted): Promise<void> {
  const startedAt = new Date(Date.UTC(2026, 0, day, 10 + hour)).toISOString();
  const document = run({
    id: id(),
    sha,
    rig,
    values: [value + ((7 * day + hour) % 5) / 10],
    block: `day ${day}`,
    startedAt,
  });
  await ingestRun(
    ctx,
    ADMIN,
    digestRun({ ...document, changeset: { sha, branch: "master", ...changeset }, ...more }, sha256),
  );
}

const position = (at: number) => ({ position: at, tree: `tree-${at}`, ...(at > 0 && { parent: `landed-${at - 1}` }) });

beforeAll(async () => {
  await open();
  for (let at = 0; at < LANDED; at++) {
    for (const hour of [1, 0]) await post({ sha: `landed-${at}`, changeset: position(at), day: 1 + at, hour });
  }
  await post({ sha: "twin", changeset: { parent: "landed-8", tree: "tree-9" }, day: 40 });
  await post({ sha: "landed-29", day: 41, more: { complete: false } });
  await post({ sha: "side-0", changeset: { branch: "side", position: 0 }, day: 42 });
  for (const hour of [0, 1])
    for (const day of [50, 51, 52]) await post({ sha: "candidate", changeset: { parent: "landed-29" }, day, hour });
});
afterAll(async () => {
  await service.stop();
  rmSync(data, { recursive: true, force: true });
});

describe("the newest points of a series", () => {
  const theSeries = async () => [...(await ctx.known.series()).values()][0] as SeriesRow;

  test.each([1, 2, 7, 40, 61, 62, 1000])("the last %i are the end of the whole list", async (most) => {
    const series = await theSeries();
    const whole = await seriesHistory(ctx, series);
    expect(whole.points).toHaveLength(62); // two a changeset, the twin's, and the one that does not count
    const points = await newestPoints(ctx, series, most);
    expect(points).toEqual({ branch: "master", points: whole.points.slice(-most) });
  });

  test("of another branch, and of one that nobody knows", async () => {
    const series = await theSeries();
    const whole = await seriesHistory(ctx, series, "side");
    expect(await newestPoints(ctx, series, 3, "side")).toEqual({ branch: "side", points: whole.points.slice(-3) });
    expect(await newestPoints(ctx, series, 3, "nowhere")).toEqual({ branch: "nowhere", points: [] });
  });
});

describe("the trends of all series", () => {
  const all = async (most: number) => {
    const found: Trend[] = [];
    for await (const trend of trends(ctx, [...(await ctx.known.series()).values()], most)) found.push(trend);
    return found;
  };

  test("are read of the newest changesets, and say the same of them as the whole history", async () => {
    const [series] = [...(await ctx.known.series()).values()];
    const whole = await seriesHistory(ctx, series as SeriesRow);
    const [trend] = await all(10);
    expect(trend?.changesets.map(({ sha, value, runs }) => [sha, value, runs])).toEqual(
      whole.changesets.slice(-10).map(({ sha, value, runs }) => [sha, value, runs]),
    );
    expect(trend?.points.length).toBeLessThan(whole.points.length / 2);
    expect((await all(LANDED))[0]?.points).toHaveLength(whole.points.length);
  });

  test("of a series that the longest branch never measured are those of another", async () => {
    await post({ sha: "side-0", changeset: { branch: "side", position: 0 }, day: 43, rig: "aside" });
    await post({ sha: "nowhere", changeset: { branch: "lost" }, day: 44, rig: "astray" });
    const byRig = new Map((await all(10)).map((trend) => [trend.series.rig, trend]));
    expect(byRig.get("aside")).toMatchObject({ branch: "side", changesets: [{ sha: "side-0" }] });
    expect(byRig.get("astray")?.changesets).toEqual([]);
  });
});

describe("a verdict that is recorded", () => {
  test("is answered again after a restart without its runs being read, to whoever sees as much", async () => {
    const first = await judgeChangeset(ctx, ADMIN, "candidate");
    expect(first.series[0]).toMatchObject({ baseline: { runs: 61 }, candidate: { runs: 6 } });
    await restart();
    reads = 0;
    expect(await judgeChangeset(ctx, ADMIN, "candidate")).toEqual(first);
    expect(await judgeChangeset(ctx, STRANGER, "candidate")).toEqual(first);
    expect(reads).toBe(0);
  });

  test.each<[string, Wanted]>([
    ["the changeset", { sha: "candidate", changeset: { parent: "landed-29" }, day: 60 }],
    ["an old ancestor, measured late", { sha: "landed-3", day: 61 }],
  ])("is made anew when a run of %s arrives", async (_, wanted) => {
    await judgeChangeset(ctx, ADMIN, "candidate");
    await post(wanted);
    await restart();
    reads = 0;
    await judgeChangeset(ctx, ADMIN, "candidate");
    expect(reads).toBeGreaterThan(0);
  });

  test("at full sight is never shown to those who see less, nor theirs to others", async () => {
    await putRig(ctx, ADMIN, { rig: "secret", vendor: "acme", visibility: "private" });
    for (const day of [70, 71])
      await post({ sha: "candidate", changeset: { parent: "landed-29" }, day, rig: "secret" });
    for (const order of [
      [ADMIN, STRANGER],
      [STRANGER, ADMIN],
    ]) {
      await restart();
      const seen = new Map<Caller, string>();
      for (const caller of order) seen.set(caller, JSON.stringify(await judgeChangeset(ctx, caller, "candidate")));
      expect(seen.get(ADMIN)).toContain("secret");
      expect(seen.get(ADMIN)).not.toContain('"partial"');
      expect(seen.get(STRANGER)).not.toContain("secret");
      expect(seen.get(STRANGER)).toContain('"partial":true');
    }
  });
});

describe("the overview of a long branch", () => {
  const WINDOW = 100;
  beforeAll(async () => {
    const more = Array.from({ length: 2 * WINDOW }, (_, at) => ({ at: LANDED + at, sha: `landed-${LANDED + at}` }));
    await putChangesets(
      ctx,
      ADMIN,
      more.map(({ at, sha }) => ({ sha, branch: "master", position: at, parent: `landed-${at - 1}` })),
      false,
    );
    for (const [nth, { sha }] of more.filter(({ at }) => at % 8 === 0).entries()) {
      await post({ sha, day: 70 + nth, value: nth < 20 ? 100 : 70 });
      if (nth % 9 === 0) await post({ sha, day: 70 + nth, rig: "seldom" });
    }
  });

  test("says of the newest changesets what reading them says, and of change points what the whole history does", async () => {
    const rows = [...(await ctx.known.series()).values()];
    const shown = await shownSeries(ctx, rows);
    expect(new Set(shown.map(({ series }) => series.id)).size).toBe(rows.length);
    const byId = new Map(shown.map((one) => [one.series.id, one]));
    const cards = await cardTrends(ctx, shown);
    const histories = await branchHistories(ctx);
    for await (const trend of trends(ctx, rows, WINDOW)) {
      const one = byId.get(trend.series.id);
      const { rig } = trend.series;
      expect([one?.branch, one?.suite, one?.changesets], rig).toEqual([
        trend.branch,
        trend.suite,
        trend.changesets.length,
      ]);
      expect(cards.get(trend.series.id)?.changesets, rig).toEqual(trend.changesets);
      const whole = histories.find(({ row, branch }) => row.id === trend.series.id && branch === trend.branch);
      const before = (whole?.shas.length ?? 0) - trend.changesets.length;
      expect(cards.get(trend.series.id)?.analysis.changes.map(({ index }) => index + before)).toEqual(
        whole?.analysis.changes.map(({ index }) => index).filter((index) => index > before) ?? [],
      );
    }
    const lab = shown.find(({ series }) => series.rig === "lab");
    expect(lab?.analysis.changes).toHaveLength(1);
    expect(lab?.left).toEqual({ runs: 0, blocks: 0, on: null });
    expect(shown.find(({ series }) => series.rig === "seldom")?.left.runs).toBeGreaterThan(0);
  });

  test("draws levels of what it draws, when a known changeset was measured once more meanwhile", async () => {
    const shown = (await shownSeries(ctx, [...(await ctx.known.series()).values()])).filter(
      ({ series }) => series.rig === "lab",
    );
    const drawn = async () => [...(await cardTrends(ctx, shown)).values()][0] as SeriesChartData;
    const [before] = shown;
    expect((await drawn()).analysis).toBe(before?.analysis);
    await post({ sha: (await drawn()).changesets[4]?.sha ?? "", day: 120, value: 90 });
    const { changesets, analysis, series } = await drawn();
    const values = changesets.map(({ value }) => value);
    expect([changesets.length, values.at(-1)]).toEqual([before?.changesets, before?.values.at(-1)]);
    expect(analysis).toEqual(seriesAnalysis(Float64Array.from(values), series.unit));
    expect(analysis.levels).not.toEqual(before?.analysis.levels);
  });
});

describe("a page", () => {
  /** A minute that does not pass. */
  const cacheOf = () => new PageCache({ ...ctx, now: () => new Date("2026-03-01T12:00:00Z") });
  let drawn = 0;
  const counted = (page: Page): Page => ({
    ...page,
    draw: async (...asked) => {
      drawn++;
      return await page.draw(...asked);
    },
  });
  const PLACES = [
    { path: "/", params: {}, page: counted(HOME) },
    { path: "/regressions", params: {}, page: counted(REGRESSIONS) },
    { path: "/changesets/candidate", params: { sha: "candidate" }, page: counted(CHANGESET) },
  ] as const;
  const ask = async (cache: PageCache, { path, params, page }: (typeof PLACES)[number], caller: Caller) =>
    (await cache.page(path, { caller, params: { ...params }, query: {} }, page)).text;

  test("is drawn once after something arrived, though drawing announces and judges, and by many at once", async () => {
    for (const [at, place] of PLACES.entries()) {
      const cache = cacheOf();
      for (let day = 60; day < 63; day++) await post({ sha: "candidate", day, hour: at, rig: `slow-${at}` });
      for (let landed = 10; landed < LANDED; landed++)
        await post({
          sha: `landed-${landed}`,
          day: landed,
          hour: at,
          rig: `slow-${at}`,
          value: landed < 20 ? 100 : 60,
        });
      const before = await Promise.all(["triage", "verdicts"].map((of) => ctx.store.watermark(of as "triage")));
      drawn = 0;
      const [text] = await Promise.all([ask(cache, place, ADMIN), ask(cache, place, ADMIN), ask(cache, place, ADMIN)]);
      expect(await ask(cache, place, ADMIN), place.path).toBe(text);
      expect(drawn, place.path).toBe(1);
      const after = await Promise.all(["triage", "verdicts"].map((of) => ctx.store.watermark(of as "triage")));
      expect(after, `${place.path} had something to say`).not.toEqual(before);
    }
  });

  test("shows what arrived since", async () => {
    const cache = cacheOf();
    const [home] = PLACES;
    expect(await ask(cache, home, STRANGER)).not.toContain("rig-of-today");
    await post({ sha: "landed-29", day: 64, rig: "rig-of-today" });
    expect(await ask(cache, home, STRANGER)).toContain("rig-of-today");
  });

  test("of a series comes part by part, and is the same as a whole", async () => {
    const [series] = [...(await ctx.known.series()).values()];
    const path = `/series/${series?.id}`;
    const ask = (headers: Record<string, string> = {}) => service.app.request(path, { headers });
    const [inParts, packed] = await Promise.all([ask(), ask({ "accept-encoding": "gzip" })]);
    const text = await inParts.text();
    expect(text).toMatch(/^<!doctype html>.*<\/html>$/s);
    expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe(text);
    expect(inParts.headers.get("etag"), "not known to be whole yet").toBe(null);
    const whole = await ask();
    expect(await whole.text()).toBe(text);
    const encoded = async (accepted: string) =>
      (await ask({ "accept-encoding": accepted })).headers.get("content-encoding");
    expect([await encoded("gzip;q=0.5"), await encoded("gzip;q=0, identity")]).toEqual(["gzip", null]);
    const etag = whole.headers.get("etag") ?? "";
    expect((await ask({ "if-none-match": etag })).status).toBe(304);
    expect((await service.app.request("/series/0123456789abcdef")).status, "nothing was sent before").toBe(404);
  });

  test("that fails on its way says so where it ends, and is drawn again", async () => {
    const [series] = [...(await ctx.known.series()).values()];
    const { trend } = ctx.store.ledger;
    const ask = async () => await (await service.app.request(`/series/${series?.id}?branch=of-nobody`)).text();
    ctx.store.ledger.trend = () => Promise.reject(new Fault("unavailable", "The disk is full."));
    const brokenOff = async () => {
      const metrics = await (await service.app.request("/metrics")).text();
      const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(metrics)?.[1] ?? 0);
      return [of("tarnish_requests_broken_off_total"), of('tarnish_refusals_total{code="unavailable"}')];
    };
    const before = await brokenOff();
    const broken = await ask();
    expect(await brokenOff()).toEqual(before.map((count) => count + 1));
    ctx.store.ledger.trend = trend;
    expect(broken).toContain(`<h2>The rest of this page is missing</h2><p role="alert">The disk is full.</p>`);
    expect(broken).toMatch(/<\/html>$/);
    expect(await ask()).toContain("No change point: one level throughout.");
    expect(await brokenOff()).toEqual(before.map((count) => count + 1));
  });

  test("shows a private rig to those alone who may see it, whoever asked first", async () => {
    await post({ sha: "landed-29", day: 65, rig: "umbra-x1" });
    await putRig(ctx, ADMIN, { rig: "umbra-x1", vendor: "umbra", visibility: "private" });
    const owner: Caller = { name: "anonymous", scopes: ["read:private:umbra"] };
    for (const readers of [
      [owner, STRANGER],
      [STRANGER, owner],
    ]) {
      const cache = cacheOf();
      for (const round of [1, 2])
        for (const reader of readers)
          for (const place of PLACES.slice(0, 1))
            expect((await ask(cache, place, reader)).includes("umbra-x1"), `${round} ${reader.scopes}`).toBe(
              reader === owner,
            );
    }
  });
});
