/** The pages over made-up data behind a real HTTP server with the headers of the service, for tests in a browser. */

import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { distribution as distributionChart } from "../../src/actions/charts/distribution.ts";
import { forest } from "../../src/actions/charts/forest.ts";
import { heatmap } from "../../src/actions/charts/heatmap.ts";
import { overlay as overlayChart } from "../../src/actions/charts/overlay.ts";
import { scaling } from "../../src/actions/charts/scaling.ts";
import { comparedForest, worstFirst } from "../../src/actions/compared-forest.ts";
import { heatmapOf } from "../../src/actions/release-heatmap.ts";
import type { ChangesetRepeats } from "../../src/actions/run-repeats.ts";
import type { ShownMark } from "../../src/actions/trend-marks.ts";
import { forestOf } from "../../src/actions/verdict-forest.ts";
import { reduceRows } from "../../src/charts/reduce.ts";
import { seriesChart } from "../../src/charts/series-chart.ts";
import type { SeriesChartData } from "../../src/charts/series-data.ts";
import { countOf, stretchNamed, stretchOf } from "../../src/charts/stretch.ts";
import type { VerdictWord } from "../../src/model/verdict.ts";
import { STANDALONE_SVG_CSP, standaloneSvg } from "../../src/render/standalone-svg.ts";
import { renderSvg } from "../../src/render/svg.ts";
import { ASSETS, PAGE_CSP } from "../../src/web/assets.ts";
import { changesetPage } from "../../src/web/changeset-page.ts";
import { changesetsPage } from "../../src/web/changesets-page.ts";
import { comparePage } from "../../src/web/compare-page.ts";
import type { DistributionSection } from "../../src/web/distribution-section.ts";
import { emptyPage } from "../../src/web/empty-page.ts";
import { notFoundPage } from "../../src/web/error-page.ts";
import type { HomeData } from "../../src/web/home-data.ts";
import { homePage } from "../../src/web/home-page.ts";
import type { Html } from "../../src/web/html.ts";
import type { OverlaySection } from "../../src/web/overlay-section.ts";
import { cardPicture, pictures } from "../../src/web/pictures.ts";
import { releaseParts } from "../../src/web/release-page.ts";
import { releasesParts } from "../../src/web/releases-page.ts";
import { scalingPage } from "../../src/web/scaling-page.ts";
import { seriesParts } from "../../src/web/series-page.ts";
import { listOfChangesets, shownChangeset } from "./changeset-fixture.ts";
import { SAMPLES } from "./chart-samples.ts";
import { comparison } from "./comparison-fixture.ts";
import { addRegressionPages, needsSample } from "./regression-pages-fixture.ts";
import { REPORT } from "./report-fixture.ts";
import { addRigPages } from "./rig-pages-fixture.ts";
import { BANDWIDTH, chartData, type Shape } from "./series-fixture.ts";
import { addStandingPages } from "./standing-pages-fixture.ts";

const HOSTILE = "<img src=x onerror=alert(1)>";

const SHAPES: readonly (Shape & { suite: string })[] = [
  { ...BANDWIDTH, suite: "nightly" },
  { ...BANDWIDTH, suite: "nightly", seed: 11, metric: "read.bandwidth", base: 61_250, steps: [] },
  {
    ...BANDWIDTH,
    suite: "nightly",
    seed: 12,
    benchmark: "ior-hard",
    base: 2_143,
    noise: 0.03,
    steps: [{ at: 90, ratio: 1.11 }],
  },
  {
    ...BANDWIDTH,
    suite: "nightly",
    seed: 13,
    benchmark: "mdtest-easy",
    metric: "create.rate",
    unit: "op/s",
    base: 148_230,
    steps: [{ at: 171, ratio: 0.95, state: "suspected" }],
  },
  {
    ...BANDWIDTH,
    suite: "nightly",
    seed: 14,
    benchmark: "mdtest-hard",
    metric: "stat.rate",
    unit: "op/s",
    base: 211_900,
    noise: 0.02,
    steps: [
      { at: 40, ratio: 1.05 },
      { at: 120, ratio: 0.93 },
    ],
  },
  {
    ...BANDWIDTH,
    suite: "weekly",
    seed: 15,
    benchmark: "fio-randread",
    metric: "latency.p99",
    unit: "µs",
    better: "lower",
    base: 614,
    noise: 0.04,
    steps: [],
    changesets: 52,
  },
  {
    ...BANDWIDTH,
    suite: "weekly",
    seed: 16,
    benchmark: "fio-randwrite",
    metric: "latency.p99",
    unit: "µs",
    better: "lower",
    base: 1_208,
    noise: 0.03,
    steps: [{ at: 30, ratio: 1.16 }],
    changesets: 52,
  },
  {
    ...BANDWIDTH,
    suite: "weekly",
    seed: 17,
    benchmark: "mount",
    metric: "duration",
    unit: "s",
    better: "lower",
    base: 1.84,
    noise: 0.02,
    steps: [{ at: 22, ratio: 0.81 }],
    changesets: 52,
  },
  {
    ...BANDWIDTH,
    suite: "weekly",
    seed: 18,
    benchmark: "recovery",
    metric: "duration",
    unit: "s",
    better: "lower",
    base: 42.6,
    noise: 0.02,
    steps: [],
    changesets: 1,
  },
  {
    ...BANDWIDTH,
    suite: HOSTILE,
    seed: 19,
    benchmark: `${HOSTILE} שלום ${"long".repeat(60)}`,
    metric: "قياس",
    unit: HOSTILE,
    base: 3e-12,
    steps: [{ at: 60, ratio: 1.2 }],
  },
];

const CHARTS: readonly (SeriesChartData & { suite: string })[] = SHAPES.map((shape) => ({
  ...chartData(shape),
  suite: shape.suite,
}));

/** The changeset that is not this one has hostile names. */
export const CHANGESET_PATHS = [
  ...["/changesets/ordinary", "/changesets/hostile", "/changesets", "/changesets?verdict=fail"],
] as const;

/** Nothing chosen, two states, two with hostile names, and what cannot be compared. */
export const COMPARE_PATHS = [
  "/compare",
  "/compare?base=1.0&head=1.1",
  "/compare?base=hostile&head=1.1",
  `/compare?base=${encodeURIComponent(HOSTILE)}&head=${encodeURIComponent(HOSTILE)}`,
] as const;

/** The list, an ordinary release, the first of all, and one with hostile names. */
export const RELEASE_PATHS = ["/releases", "/releases/1.1", "/releases/first", "/releases/hostile"] as const;

/** Paths worth a visit: an ordinary series first, a hostile one last. */
export const SERIES_PATHS = [CHARTS[0], CHARTS.at(-1)].map((chart) => `/series/${chart?.series.id}`);

/** Of which a browser is sent sixty rows at a time. */
export const REDUCED_PATH = `/series/${CHARTS[4]?.series.id}`;

const WHY: Record<VerdictWord, string> = {
  pass: "All 9 required series are inside 5 % of their level.",
  fail: "ior-easy write.bandwidth on opensfs-a is 7.9 % lower than the parent's runs (−9.1 … −6.6 %).",
  inconclusive: "mdtest-easy create.rate looks 2.8 % lower in one block; a second block of 3 runs settles it.",
  invalid_environment: "The kernel of oss1 changed between baseline and candidate.",
  not_measured: "No run of this changeset has arrived.",
};

export async function homeData(text = ""): Promise<HomeData> {
  const matching = CHARTS.filter(({ series }) => `${series.benchmark} ${series.metric}`.includes(text));
  const cards = await Promise.all(
    matching.map(async (chart) => ({
      suite: chart.suite,
      series: chart.series,
      latest: chart.changesets.at(-1)?.value ?? null,
      changesets: chart.changesets.length,
      analysis: chart.analysis,
      svg: await cardPicture(chart),
    })),
  );
  const rows = CHARTS[0]?.changesets ?? [];
  return {
    query: { text, state: "", rig: "" },
    rigs: ["opensfs-a"],
    suites: [...new Set(cards.map(({ suite }) => suite))].map((suite) => ({
      suite,
      cards: cards.filter((card) => card.suite === suite),
    })),
    matching: matching.length,
    total: CHARTS.length,
    next: null,
    verdicts: (["fail", "inconclusive", "pass", "not_measured", "invalid_environment"] as const).map((verdict, i) => {
      const row = rows.at(-1 - i);
      return {
        sha: row?.sha ?? "",
        ...(row?.subject === undefined ? {} : { subject: row.subject }),
        ...(row?.committedAt === undefined ? {} : { committedAt: row.committedAt }),
        branch: "master",
        verdict,
        final: verdict !== "inconclusive",
        suspected: verdict === "inconclusive",
        why: WHY[verdict],
      };
    }),
    arming: { armed: 8, series: 10, blocksLeft: 6, runsLeft: 9, on: "2026-10-09" },
    needs: needsSample(`${HOSTILE} שלום ${"long".repeat(60)}`),
  };
}

export function pagesApp(): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", PAGE_CSP);
  });
  app.get("/", async (c) => c.html(homePage(await homeData(c.req.query("q")))));
  app.get("/empty", (c) => c.html(emptyPage()));
  app.get("/series/:id", async (c) => {
    const chart = CHARTS.find(({ series }) => series.id === c.req.param("id"));
    if (!chart) return c.html(notFoundPage(c.req.path), 404);
    const rig = {
      rig: "opensfs-a",
      vendor: "OpenSFS",
      description: "4 OSS, 2 MDS, HDR",
      visibility: "public",
    } as const;
    const marked = { ...chart, marks: marksOf(chart, c.req.path).flatMap(({ mark }) => mark ?? []) };
    const top = {
      chart: marked,
      shown: marked,
      asked: {},
      kept: {},
      suite: chart.suite,
      rig,
      unplaced: 2,
      notes: chart === CHARTS[0] ? [] : [HOSTILE],
    };
    const rest = async () => ({
      findings: marked.analysis.findings,
      regressions: new Map(chart.changesets.map(({ sha }) => [sha, "0123456789abcdef"])),
      repeats: repeatsSample(c.req.path),
      marks: {
        marks: marksOf(chart, c.req.path),
        mayAnnotate: true,
        mayWithdraw: () => true,
        fault: "Nothing was written down.",
      },
      distribution: await distributionSample(c.req.path),
      overlay: await overlaySample(chart, c.req.query("with") ?? ""),
    });
    const noise = { runNoise: 0.011, blockNoise: 0.0068 };
    const parts: string[] = [];
    for await (const part of seriesParts(chart.series, async () => ({ top: { ...top, ...noise }, rest })))
      parts.push(String(await part));
    return c.html(parts.join(""));
  });
  app.get("/changesets", (c) => c.html(changesetsPage(listOfChangesets(c.req.query("verdict"), HOSTILE))));
  app.get("/changesets/:sha", async (c) => {
    const shown = shownChangeset(
      c.req.path === CHANGESET_PATHS[0] ? undefined : `${HOSTILE} שלום ${"long".repeat(60)}`,
    );
    const rig = shown.verdict.series[0]?.rig ?? "";
    const acts = {
      waivable: { series: shown.verdict.series.slice(0, 2), cells: [rig] },
      retests: [{ rig, suite: rig }],
      ordered: null,
      fault: c.req.path === CHANGESET_PATHS[0] ? "" : `Nothing was done: ticket ${rig} must not be empty.`,
    };
    return c.html(changesetPage({ ...shown, acts, pictures: await pictures(forest.of(forestOf(shown))) }));
  });
  app.get("/compare", async (c) => {
    const { base = "", head = "" } = c.req.query();
    const names = { releases: ["1.1", "1.0", HOSTILE], branches: ["master"], rigs: ["rig:opensfs-a"] };
    if (base === "" || base === head) {
      const fault = base === "" ? "" : `${base} and ${head} are the same changeset: there is nothing to compare.`;
      return c.html(comparePage({ base, head, names, fault, found: null }));
    }
    const compared = comparison(base === "hostile" ? `${HOSTILE} שלום ${"long".repeat(60)}` : undefined);
    const drawn = await pictures(forest.of(comparedForest({ ...compared, series: worstFirst(compared.series) })));
    return c.html(comparePage({ base, head, names, fault: "", found: { comparison: compared, pictures: drawn } }));
  });
  app.get("/releases", async (c) => {
    const { verdict } = REPORT;
    const listed = { tag: HOSTILE, sha: "b".repeat(40), branch: HOSTILE, releasedAt: "2026-05-01T00:00:00.000Z" };
    const judgement = { verdict, comparison: comparison(), pledges: [] };
    const all = [
      { ...listed, judgement },
      { ...listed, tag: "1.0", judgement: null },
    ];
    return c.html(await whole(await releasesParts(all.map((one) => async () => one))));
  });
  app.get("/releases/:tag", async (c) => {
    const { verdict } = REPORT;
    const tag = c.req.param("tag");
    const release = { ...verdict.release, name: tag === "hostile" ? HOSTILE : tag };
    const compared = comparison(tag === "hostile" ? `${HOSTILE} שלום ${"long".repeat(60)}` : undefined);
    const judgement = tag === "first" ? null : { verdict: { ...verdict, release }, comparison: compared, pledges: [] };
    const whyNot = judgement === null ? `No release is known before ${tag}.` : "";
    const steps = judgement === null ? [] : [{ release: release.name, judgement }];
    const drawn = await pictures(heatmap.of(tag === "1.1" ? SAMPLES.heatmap : heatmapOf(release.name, steps)));
    const shown = { release, releasedAt: "2026-05-01T00:00:00.000Z", judgement, whyNot };
    return c.html(await whole(releaseParts(shown, async () => ({ pictures: drawn }))));
  });
  app.get("/scaling", async (c) => {
    const card = { key: "a", chart: SAMPLES.scaling, pictures: await pictures(scaling.of(SAMPLES.scaling)) };
    return c.html(scalingPage({ text: HOSTILE, total: 9, matching: 2, cards: [card] }));
  });
  addRegressionPages(app, `${HOSTILE} שלום ${"long".repeat(60)}`);
  addStandingPages(app, `${HOSTILE} שלום ${"long".repeat(60)}`);
  addRigPages(app, `${HOSTILE} שלום ${"long".repeat(60)}`);
  app.get("/charts/series.svg", async (c) => {
    const chart = CHARTS.find(({ series }) => series.id === c.req.query("series")) ?? CHARTS[0];
    if (!chart) return c.notFound();
    const svg = standaloneSvg(await renderSvg(seriesChart(chart, { width: 1080 })));
    return c.body(svg, 200, { "content-type": "image/svg+xml", "content-security-policy": STANDALONE_SVG_CSP });
  });
  app.get("/assets/:name", (c) => {
    const asset = ASSETS[c.req.path];
    if (!asset) return c.notFound();
    const headers = { "content-type": asset.type, "cache-control": "public, max-age=31536000, immutable" };
    return c.body(asset.body, 200, asset.isPacked ? { ...headers, "content-encoding": "gzip" } : headers);
  });
  app.get("/charts/series.rows", (c) => {
    const chart = CHARTS.find(({ series }) => series.id === c.req.query("series"));
    if (chart === undefined) return c.notFound();
    const { from = "", to = "" } = c.req.query();
    const shown = stretchOf(chart, stretchNamed(chart, from, to));
    if (`/series/${chart.series.id}` !== REDUCED_PATH) return c.json(shown);
    return c.json({ ...shown, count: countOf(shown), changesets: reduceRows(shown.changesets, 60) });
  });
  app.get("/live", (c) =>
    c.body("retry: 600000\nevent: here\ndata:\n\n", 200, { "content-type": "text/event-stream" }),
  );
  app.notFound((c) => c.html(notFoundPage(c.req.path), 404));
  return app;
}

function repeatsSample(path: string): ChangesetRepeats {
  const text = path === SERIES_PATHS[1] ? `${HOSTILE} שלום ${"long".repeat(60)}` : "night-3";
  const run = { run: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11", block: text, cause: "scheduled", excluded: "" };
  const values = [52_113.2, { censoredAt: 600 }, 1e-12, 1e12];
  const told = { ...run, startedAt: "2026-05-01T00:00:00.000Z", unit: text, values, instead: "" };
  return { sha: "b".repeat(40), runs: [told, { ...told, excluded: text, values: [], instead: text }], more: 3 };
}

/** One of each kind; over the hostile series in hostile words, and one beyond the picture. */
function marksOf({ changesets }: SeriesChartData, path: string): ShownMark[] {
  const text = path === SERIES_PATHS[1] ? `${HOSTILE} שלום ${"long".repeat(60)}` : "Disks of oss2 exchanged";
  return (["epoch", "annotation", "waiver", "drift"] as const).map((kind, at) => ({
    ...{ kind, text, sha: changesets[5 * at]?.sha ?? "", who: text, at: "2026-05-01T00:00:00.000Z" },
    id: kind === "annotation" ? "0123456789abcdef" : "",
    mark: kind === "drift" ? null : { kind, text, index: 5 * at, number: at + 1 },
  }));
}

async function distributionSample(path: string): Promise<DistributionSection> {
  const hostile = `${HOSTILE} שלום ${"long".repeat(60)}`;
  const isHostile = path === SERIES_PATHS[1];
  const sides = SAMPLES.distribution.sides.map((side) => ({ ...side, label: isHostile ? hostile : side.label }));
  const distribution = { ...SAMPLES.distribution, sides, at: null, notes: isHostile ? [hostile] : [] };
  return { distribution, pictures: await pictures(distributionChart.of(distribution)), query: {}, asked: {} };
}

/** Over the first series, six lines; over the hostile one, a form full of hostile names. */
async function overlaySample({ series, releases }: SeriesChartData, shown: string): Promise<OverlaySection> {
  const hostile = `${HOSTILE} שלום ${"long".repeat(60)}`;
  const left = ["There is no series 0123456789abcdef.", `${hostile} has no usable run there.`];
  const overlay = { ...SAMPLES.overlay, left };
  return {
    ...{ series: series.id, asked: {}, relative: "" },
    lines: shown === "" ? [] : shown.split(","),
    choices: [{ title: "Other rigs", choices: [{ line: "0123456789abcdef", text: hostile }] }],
    releases: [...releases.map(({ tag }) => tag), hostile],
    found: shown === "" ? null : { overlay, pictures: await pictures(overlayChart.of(overlay)) },
  };
}

/** On a free port of the loopback interface. */
export async function startPages(): Promise<{ url: string; stop: () => Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: pagesApp().fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        stop: () => new Promise((done) => server.close(() => done())),
      }),
    );
  });
}

/** A page that comes in parts. */
async function whole(parts: AsyncIterable<Html>): Promise<string> {
  let text = "";
  for await (const part of parts) text += part;
  return text;
}
