import { describe, expect, test } from "vitest";
import { heatmap } from "../../../src/actions/charts/heatmap.ts";
import { ASSETS } from "../../../src/web/assets.ts";
import { DECISIONS_HTML } from "../../../src/web/decisions-text.ts";
import { homePage } from "../../../src/web/home-page.ts";
import { SAMPLES } from "../../support/chart-samples.ts";
import { decisionsHtml } from "../../support/decisions-html.ts";
import {
  CHANGESET_PATHS,
  COMPARE_PATHS,
  homeData,
  pagesApp,
  RELEASE_PATHS,
  SERIES_PATHS,
} from "../../support/pages-app.ts";
import { REGRESSION_PATHS } from "../../support/regression-pages-fixture.ts";
import { RIG_PATHS } from "../../support/rig-pages-fixture.ts";

const app = pagesApp();
const fetchText = async (path: string) => (await app.request(path)).text();
const PAGES = [
  "/",
  "/?q=nothing-has-this-name",
  "/empty",
  "/nope",
  "/scaling",
  ...SERIES_PATHS,
  ...CHANGESET_PATHS,
  ...COMPARE_PATHS,
  ...RELEASE_PATHS,
  ...REGRESSION_PATHS,
  ...RIG_PATHS,
];

describe.each(PAGES)("the page %s", (path) => {
  test("has nothing inline that a strict policy forbids, and no other host", async () => {
    const html = (await fetchText(path)).replace(/ xmlns(:xlink)?="[^"]*"/g, "");
    const tags = (html.match(/<[^>]+>/g) ?? []).join("\n");
    expect(tags).not.toMatch(/<style| style="| on[a-z]+="|<script>|https?:\/\/|<img/);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  });

  test("loads only files that exist, by fingerprinted names", async () => {
    const names = [...(await fetchText(path)).matchAll(/(?:href|src)="(\/assets\/[^"]*)"/g)].map(
      ([, name = ""]) => name,
    );
    expect(names.length).toBeGreaterThanOrEqual(4);
    for (const name of names) expect(ASSETS[name], name).toBeDefined();
  });

  test("has no broken value", async () => {
    const text = (await fetchText(path)).replace(/<[^>]+>/g, " ");
    expect(text).not.toMatch(/NaN|undefined|\bnull\b|Infinity|\[object/);
  });
});

test.each([
  SERIES_PATHS[1],
  CHANGESET_PATHS[1],
  COMPARE_PATHS[2],
  COMPARE_PATHS[3],
  RELEASE_PATHS[0],
  RELEASE_PATHS[3],
  ...[...REGRESSION_PATHS, ...RIG_PATHS].filter((path) => path.includes("hostile")),
])("names that people chose are text, never markup, on %s", async (path) => {
  const html = await fetchText(path ?? "");
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(html).not.toContain("<img");
});

test("the style sheet names the font by its fingerprint and has no other address", () => {
  const style = Object.entries(ASSETS).find(([path]) => path.endsWith(".css"))?.[1].body as string;
  const font = Object.keys(ASSETS).find((path) => path.endsWith(".woff2"));
  expect([...style.matchAll(/url\(([^)]*)\)/g)].map(([, address]) => address)).toEqual([font]);
});

test("the font arrives whole", () => {
  const body = Object.entries(ASSETS).find(([path]) => path.endsWith(".woff2"))?.[1].body as Uint8Array;
  expect(new TextDecoder().decode(body.subarray(0, 4))).toBe("wOF2");
  expect(body.length).toBeGreaterThan(40_000);
});

test("an empty service teaches the commands that fill it", async () => {
  const html = String(await homePage({ ...(await homeData()), total: 0, matching: 0, suites: [] }));
  for (const command of ["npm run demo", "tarnish post FILE --rig", "tarnish gate SHA"])
    expect(html).toContain(command);
});

test("a verdict is a word with a shape, whatever its colour", async () => {
  const html = await fetchText("/");
  for (const word of ["pass", "fail", "inconclusive", "invalid environment", "not measured"]) {
    expect(html).toMatch(new RegExp(`<span class="pill \\w+"><svg [^>]*>.*?</svg><span>${word}</span>`));
  }
});

test.each([
  [
    { armed: 0, series: 4, blocksLeft: 6, runsLeft: 0, on: "2026-10-09" },
    "The gate can judge none of the 4 series yet: their baselines are too short; the last of them arms after 6 more nights, about 2026-10-09.",
  ],
  [
    { armed: 4, series: 4, blocksLeft: 0, runsLeft: 0, on: null },
    "The gate is armed: all 4 series have the baseline it needs.",
  ],
  [
    { armed: 1, series: 4, blocksLeft: 1, runsLeft: 3, on: null },
    "The gate can judge 1 of 4 series; the other 3 have too short a baseline: the last of them arms after 1 more night with 3 more runs.",
  ],
])("arming %j is told in words", async (arming, sentence) => {
  expect(String(await homePage({ ...(await homeData()), arming }))).toContain(sentence);
});

test("a comparison says first which is faster, then in words what moved and what crept in", async () => {
  const text = (await fetchText(COMPARE_PATHS[1])).replace(/<[^>]+>/g, "").replaceAll("\u00a0", " ");
  expect(text).toContain(
    "1.1 is 2.6 % slower than 1.0 overall (−3.9 % … −1.3 %); 2 of 6 series became materially worse.",
  );
  expect(text).toContain("Of 6 series, 2 became materially worse, 1 materially better, 1 did neither, 2 undecided.");
  expect(text).toContain("2 small steps were seen");
});

test("what cannot be compared is said beside the form that chooses anew", async () => {
  const html = await fetchText("/compare?base=1.0&head=1.0");
  expect(html).toContain("are the same changeset");
  expect(html).toMatch(/<input name="base" value="1.0"/);
});

test("a release says first whether it is slower, and a cell that nobody measured is not green", async () => {
  const html = await fetchText("/releases/1.1");
  expect(html).toContain("<h2>Slower than <bdi>1.0</bdi>.</h2>");
  expect(html).toMatch(/pill bad"><svg [^>]*>.*?<\/svg><span>not measured</);
  expect(html).toContain("0 of 2 promised cells are measured.");
  expect(html).toContain("260 %");
  for (const file of ["report.html", "report.md"]) expect(html).toContain(`/v1/releases/1.1/${file}?against=1.0`);
});

test("the heat map has figures and shapes where a change is clear, and an outline where nothing was measured", async () => {
  const { datasets } = heatmap.of(SAMPLES.heatmap).spec() as unknown as {
    datasets: Record<string, { text: string; word: string }[]>;
  };
  expect(datasets["figures"]?.map(({ text, word }) => `${word} ${text.replace("\u00a0", " ")}`)).toEqual([
    "better +2.0 %",
    "worse −3.1 %",
    "worse −10.4 %",
    "better +15.1 %",
    "mixed 1 worse",
    "worse −1.2 %",
    "better +4.4 %",
  ]);
  expect(datasets["missing"]).toHaveLength(2);
  expect(datasets["cells"]).toHaveLength(10);
});

test("a pair of releases that nobody measured is not green, and says whether it was promised", async () => {
  const html = await fetchText("/interop?ordinary");
  expect(html).toContain("2 of 4 pairs measured, 1 worse, 1 promised and not measured.");
  const [, first = ""] = html.match(/<tbody>(.*?)<\/tbody>/s) ?? [];
  expect(first.match(/class="cell missing"/g)).toHaveLength(2);
  expect(first.match(/class="cell same"/g)).toHaveLength(2);
  expect(first.match(/pill good/g)).toHaveLength(1);
  expect(first.indexOf("2.9.1")).toBeLessThan(first.indexOf("2.15.0"));
});

test("a rig says what is open, and what it cannot see", async () => {
  const html = await fetchText("/rigs/ordinary");
  expect(html).toContain("1 that nobody accepted");
  expect(html).toContain("1 of 3 series would show what is material");
  expect(html).toContain("<strong>1 would not</strong>");
  expect(html).toContain("of 1 the noise is not known yet");
});

test("every word of help that a page refers to is explained, and leads to where it is told how it is computed", async () => {
  const wanted = new Map<string, Set<string>>([
    ["/help", new Set()],
    ["/help/decisions", new Set()],
  ]);
  for (const path of PAGES)
    for (const [, page = "", word = ""] of (await fetchText(path)).matchAll(/href="(\/help[^"#]*)#([^"]+)"/g))
      wanted.get(page)?.add(word);
  for (const [page, words] of wanted) {
    const text = await fetchText(page);
    expect(words.size, page).toBeGreaterThan(2);
    for (const word of words) expect(text, page).toContain(`id="${word}"`);
  }
});

test("the page on decisions is docs/decisions.md as it is: node tools/ts.mjs tools/decisions.ts makes it", () => {
  expect(DECISIONS_HTML === decisionsHtml()).toBe(true);
});
