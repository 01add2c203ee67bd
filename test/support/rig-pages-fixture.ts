/** Made-up rigs, vendors, pairs and results of a search, with ordinary names or hostile ones. */
import type { Hono } from "hono";
import { sight as sightChart } from "../../src/actions/charts/sight.ts";
import type { RigCondition, RigWord } from "../../src/actions/rig-condition.ts";
import type { SearchResult } from "../../src/actions/search.ts";
import type { PairedSeries } from "../../src/actions/show-interop.ts";
import type { VendorRig } from "../../src/actions/show-vendor.ts";
import type { SightChartData } from "../../src/charts/sight-data.ts";
import type { SeriesRow } from "../../src/store/runs.ts";
import { chartsPage } from "../../src/web/charts-page.ts";
import { decisionsPage, helpPage } from "../../src/web/help-page.ts";
import { interopMatrix } from "../../src/web/interop.ts";
import { interopPage } from "../../src/web/interop-page.ts";
import { pictures } from "../../src/web/pictures.ts";
import { rigPage } from "../../src/web/rig-page.ts";
import { rigsPage } from "../../src/web/rigs-page.ts";
import { searchPage } from "../../src/web/search-page.ts";
import { vendorPage } from "../../src/web/vendor-page.ts";
import { sectionSamples } from "./chart-sections.ts";
import { BANDWIDTH, chartData } from "./series-fixture.ts";

/** Rigs, one, a vendor, pairs, a search, each ordinary and hostile; an empty search and nothing found; the words. */
export const RIG_PATHS = ["ordinary", "hostile"]
  .flatMap((kind) => [`/rigs?${kind}`, `/rigs/${kind}`, `/vendors/${kind}`, `/interop?${kind}`, `/search?q=${kind}`])
  .concat("/search", "/search?q=nothing", "/interop?nothing", "/help", "/help/decisions", "/help/charts");

const WORDS: readonly RigWord[] = ["measuring", "drifted", "silent", "away", "new"];
const hours = (of: string, runs: number) => ({ of, hours: 1.25 * runs, runs, withoutEnd: runs > 50 ? 6 : 0 });

function condition(word: RigWord, name: string, text: string): RigCondition {
  const isNew = word === "new";
  return {
    rig: {
      rig: name,
      vendor: text,
      description: `4 OSS, 2 MDS ${text}`,
      labels: ["metal", text],
      visibility: word === "away" ? "private" : "public",
      ...(word === "away" && { awayUntil: "2026-12-01T00:00:00.000Z", awayBecause: text }),
    },
    word,
    heardAt: isNew ? null : "2026-11-20T06:00:00.000Z",
    startedAt: isNew ? null : "2026-11-19T22:00:00.000Z",
    everyHours: isNew ? null : 24,
    drift: word === "drifted" ? `kernel from 5.14.0-427 to 5.14.0-503, firmware ${text}` : "",
  };
}

export const conditionSample = (word: RigWord, text: string): RigCondition => condition(word, text, text);

const rigsOf = (text: string): VendorRig[] =>
  WORDS.map((word, index) => ({
    condition: condition(word, `${text}-${index}`, text),
    series: 3 * index,
    hours: word === "new" ? null : hours("", 40 * (index + 1)),
  }));

function sightOf(text: string): SightChartData {
  const row = (label: string, detectable: number | null, word: SightChartData["rows"][number]["word"]) => ({
    ...{ series: "0123456789abcdef", label: `${label} ${text}`, detail: `clients 16 · ${text}` },
    ...{ detectable, material: 0.05, runs: 30, blocks: 10, word },
  });
  return {
    title: text,
    rows: [
      row("recovery duration", 0.082, "blind"),
      row("ior-easy write", 0.021, "sees"),
      row("mount", null, "unknown"),
    ],
  };
}

function seriesRow(text: string, pairing: string): SeriesRow {
  const { series } = chartData({ ...BANDWIDTH, changesets: 3 });
  return { ...series, benchmark: `ior-easy ${text}`, rig: text, parameters: { [text]: text }, pairing, hardware: "" };
}

function paired(text: string, pairing: string, ratio: number): PairedSeries {
  const { analysis } = chartData({ ...BANDWIDTH, changesets: 30, steps: ratio === 1 ? [] : [{ at: 15, ratio }] });
  return { series: seriesRow(text, pairing), analysis, lastAt: "2026-11-02T20:00:00.000Z" };
}

function results(text: string): SearchResult {
  const one = <T>(item: T) => ({ items: [item], total: 27 });
  const sha = "a".repeat(40);
  return {
    series: one(seriesRow(text, "")),
    changesets: one({ sha, subject: text, ticket: text, branch: text, committedAt: "2026-11-02T20:00:00Z" }),
    releases: one({ tag: text, sha, releasedAt: "2026-11-02T20:00:00Z" }),
    rigs: one(condition("measuring", text, text).rig),
    vendors: one(text),
    landings: one({ ticket: text, kind: "fix", release: text, slips: [] }),
  };
}

const NOTHING = { items: [], total: 0 };
const NOTHING_FOUND = {
  ...{ series: NOTHING, changesets: NOTHING, releases: NOTHING },
  ...{ rigs: NOTHING, vendors: NOTHING, landings: NOTHING },
};

/** `hostile` is the text that stands for names on the hostile ones. */
export function addRigPages(app: Hono, hostile: string): void {
  const textOf = (url: string) => (url.includes("hostile") ? hostile : "acme");
  app.get("/rigs", (c) => c.html(rigsPage(rigsOf(textOf(c.req.url)))));
  app.get("/rigs/:rig", async (c) => {
    const text = textOf(c.req.url);
    const at = "2026-11-02T20:00:00.000Z";
    const state = { watchHash: "2c6bc88d66e5f385", firstSeen: at, lastSeen: at, runs: 12 };
    const sight = sightOf(text);
    return c.html(
      rigPage({
        condition: condition("drifted", text, text),
        epochs: {
          rig: text,
          states: [
            { ...state, epoch: "first", reason: null, changed: "" },
            { ...state, epoch: null, reason: null, changed: `kernel from ${text} to 6.8` },
            { ...state, epoch: text, reason: text, changed: "", firstSeen: null, lastSeen: null, runs: 0 },
          ],
        },
        environment: {
          identity: { [text]: text },
          watch: { kernel: "6.8" },
          nodes: [{ name: text, role: "oss", watch: { [text]: text } }],
        },
        sight,
        hours: [hours("scheduled", 90), hours("bisect", 3)],
        total: hours("", 93),
        lately: hours("", 12),
        pictures: await pictures(sightChart.of(sight)),
        charts: await sectionSamples("/rigs/:rig", text),
      }),
    );
  });
  app.get("/vendors/:vendor", (c) => {
    const text = textOf(c.req.url);
    const pledge = { vendor: text, hoursPledged: 40, cellsPledged: 2, cellsDelivered: 1, release: text };
    return c.html(
      vendorPage({
        vendor: text,
        rigs: rigsOf(text),
        pledges: [
          { ...pledge, hoursDelivered: 12 },
          { ...pledge, hoursDelivered: 60, cellsPledged: null },
        ],
      }),
    );
  });
  app.get("/interop", (c) => {
    const text = textOf(c.req.url);
    const measured = [paired(text, `2.15.0/${text}`, 0.9), paired(text, "2.9.1/2.15.0", 1)];
    const promised = [`${text}/2.15.0`];
    const isEmpty = c.req.url.includes("nothing");
    return c.html(interopPage(interopMatrix(isEmpty ? { measured: [], promised: [] } : { measured, promised })));
  });
  app.get("/search", (c) => {
    const { q = "" } = c.req.query();
    const text = q === "hostile" ? hostile : q;
    if (text === "") return c.html(searchPage({ text, result: null }));
    return c.html(searchPage({ text, result: text === "nothing" ? NOTHING_FOUND : results(text) }));
  });
  app.get("/help", (c) => c.html(helpPage()));
  app.get("/help/charts", (c) => c.html(chartsPage()));
  app.get("/help/decisions", (c) => c.html(decisionsPage()));
}
