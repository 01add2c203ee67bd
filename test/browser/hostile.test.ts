/**
 * Every page, chart, frame and badge of a real service whose every name is hostile and whose figures are from the
 * smallest to the largest there are: nothing becomes markup, nothing scrolls sideways, every figure reads as one.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHARTS } from "../../src/actions/charts/all.ts";
import { faults } from "../support/accessibility.ts";
import { launchBrowser } from "../support/browser.ts";
import {
  BRANCH,
  CANDIDATE,
  fillHostile,
  HOSTILE,
  KINDS,
  LANDED,
  PRIVATE_RIG,
  RIG,
  TAGS,
  VENDOR,
} from "../support/hostile-world.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

const NARROW = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 844 };
const [OLD, NEW] = TAGS.map(encodeURIComponent);

let browser: Browser;
let service: TestService;
let page: Page;
/** By the first word of its benchmark. */
let series: Map<string, string>;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), serviceInProcess()]);
  await fillHostile(service);
  const { items } = (await service.call("GET", "/v1/series")).body;
  type Item = { id: string; benchmark: string; rig: string };
  const named = (items as Item[]).filter(({ rig }) => rig === RIG);
  series = new Map(named.map(({ id, benchmark }) => [kindOf(benchmark), id]));
  const extraHTTPHeaders = { authorization: `Bearer ${service.token}` };
  page = await (await browser.newContext({ reducedMotion: "reduce", extraHTTPHeaders })).newPage();
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(service.url)) complaints.push(`asked ${request.url()}`);
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const kindOf = (benchmark: string): string => (benchmark.startsWith("<") ? "named" : (benchmark.split(" <")[0] ?? ""));

const MARKUP = `[...document.querySelectorAll("img, iframe, object, [onerror], [onmouseover], script:not([src])")].map((one) => one.outerHTML)`;
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
/** What is read, heard and drawn: text, labels, and the attributes of pictures. */
const SAID = `[document.body.innerText, ...[...document.querySelectorAll("[aria-label], option, title")].map((one) => one.ariaLabel ?? one.textContent),
  ...[...document.querySelectorAll("svg *")].flatMap((one) => [...one.attributes].map(({ value }) => value))].join("\\n")`;
const NO_FIGURE = /.{0,40}(?:NaN|Infinity|undefined|\[object|\bnull\b|\d[\d,]{18}).{0,40}/g;

/** Follows the rules of every page, at both widths. */
async function looksRight(path: string): Promise<void> {
  complaints.length = 0;
  await page.setViewportSize(NARROW);
  const answer = await page.goto(service.url + path);
  expect(answer?.status(), path).toBe(200);
  await page.evaluate("document.fonts.ready");
  expect(await page.evaluate(MARKUP), path).toEqual([]);
  expect(await page.evaluate(OVERFLOW), path).toBeLessThanOrEqual(0);
  expect((await page.evaluate<string>(SAID)).match(NO_FIGURE) ?? [], path).toEqual([]);
  await page.setViewportSize(WIDE);
  expect(await page.evaluate(OVERFLOW), path).toBeLessThanOrEqual(0);
  expect(complaints, path).toEqual([]);
}

/** One of each kind. */
const PAGES: readonly string[] = [
  ...["/", "/regressions?state=all&kind=all", "/compare", `/compare?base=${OLD}&head=${NEW}`, "/releases"],
  ...[`/releases/${OLD}`, `/releases/${NEW}`, "/scaling", "/rigs", `/rigs/${RIG}`, `/rigs/${PRIVATE_RIG}`],
  ...[
    `/vendors/${encodeURIComponent(VENDOR)}`,
    `/compare?base=rig:${RIG}&head=rig:${PRIVATE_RIG}`,
    "/interop",
    "/search?q=img",
    `/?q=${encodeURIComponent(HOSTILE)}`,
  ],
  ...[`/changesets/${CANDIDATE}`, `/changesets/${LANDED[0]}`],
  ...["/changesets", `/changesets?branch=${encodeURIComponent(BRANCH)}`],
  `/v1/releases/${NEW}/report.html`,
  `/v1/changesets/${CANDIDATE}/collateral.html`,
];

test.each(PAGES)("hostile names on %s: no markup, no sideways scrolling, no complaint", (path) => looksRight(path));

test("what would be markup is heard as text, and the pages stay accessible", async () => {
  await page.goto(`${service.url}/changesets/${CANDIDATE}`);
  expect(await page.locator("h1").innerText()).toContain(HOSTILE);
  for (const path of ["/", "/interop", `/rigs/${RIG}`, `/releases/${NEW}`]) {
    await page.goto(service.url + path);
    expect(await faults(page), path).toEqual([]);
  }
});

test("series of one run, of none that counts, and of figures from the smallest to the largest are read as figures", async () => {
  expect([...series.keys()].sort()).toEqual(
    [...KINDS.map(({ name }) => name), "measured once", "never counted", "named"].sort(),
  );
  for (const [, id] of series) await looksRight(`/series/${id}`);
  const figures = async (kind: string) => {
    await page.goto(`${service.url}/series/${series.get(kind)}`);
    return (await page.locator(".figures").innerText()).replace(/\s+/g, " ");
  };
  expect(await figures("tiny")).toMatch(/Latest median [78]\.\d{3}×10⁻⁷ B\/s/);
  expect(await figures("huge")).toMatch(/Latest median \d{3}\.\d GB\/s/);
  expect(await figures("never counted")).toMatch(/no usable run yet/);
  expect(await figures("measured once")).toMatch(/Latest median 5\.000 MiB\/s/);
});

/** A picture has something to see inside its frame: lines, areas and points that are painted; axes are none of these, and what is pointed at has no paint. */
const INK = `[...document.querySelectorAll("svg.chart :is(path, circle):is([fill], [stroke])")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width + box.height > 0 && box.right >= 0 && box.left <= 2200 && box.bottom >= 0 && box.top <= 2200;
}).length`;

test("every chart is an address: picture, pixels, table, specification and frame, none with a name for markup or a figure that is none", async () => {
  const scaling = (await (await get("/scaling")).text()).match(/curve=[^&"]+/)?.[0];
  const asked = [
    ...[...series.values()].map((id) => `series?series=${id}`),
    ...["named", "both signs of the largest", "measured once", "never counted"].flatMap((kind) => [
      ...[`spark?series=${series.get(kind)}`, `distribution?series=${series.get(kind)}`],
    ]),
    `overlay?series=${series.get("tiny")}&with=${series.get("huge")},${series.get("largest")},${series.get("measured once")}`,
    ...[
      `forest?changeset=${CANDIDATE}`,
      `forest?base=${OLD}&head=${NEW}`,
      `heatmap?release=${NEW}`,
      `sight?rig=${RIG}`,
    ],
    `scaling?${scaling}`,
  ];
  const known: Readonly<Record<string, string | undefined>> = { rig: RIG, series: series.get("named"), release: NEW };
  for (const [name, { parameters }] of CHARTS) {
    const query = Object.keys(parameters.shape).flatMap((key) =>
      known[key] === undefined ? [] : [`${key}=${known[key]}`],
    );
    if (!asked.some((one) => one.startsWith(`${name}?`))) asked.push(`${name}?${query.join("&")}`);
  }
  for (const one of asked) {
    const [name, query] = one.split("?");
    const svg = await (await get(`/charts/${name}.svg?${query}`)).text();
    expect(svg, one).toMatch(/^<svg /);
    expect(svg.match(NO_FIGURE) ?? [], one).toEqual([]);
    expect(svg, one).not.toMatch(/<(?:img|script)/);
    const csv = await (await get(`/charts/${name}.csv?${query}`)).text();
    expect(csv.match(/NaN|Infinity|undefined/) ?? [], one).toEqual([]);
  }
  const ofEach = [...new Map(asked.map((one) => [one.split("?")[0], one])).values()];
  expect(ofEach.length).toBe(CHARTS.size);
  for (const one of ofEach) {
    const json = await (await get(`/charts/${one.replace("?", ".json?")}`)).text();
    expect(JSON.parse(json).$schema).toContain("vega-lite");
    expect(json.match(/NaN|Infinity|undefined/) ?? [], one).toEqual([]);
  }
  const drawn = ["named", "tiny", "tiny and huge", "measured once"].map((kind) => `series?series=${series.get(kind)}`);
  for (const one of [...drawn, ...ofEach.slice(3)]) {
    await looksRight(`/embed/${one}`);
    expect(await page.evaluate(INK), one).toBeGreaterThan(0);
  }
  for (const one of ofEach.slice(-3)) {
    const png = await get(`/charts/${one.replace("?", ".png?")}`);
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  }
});

test("badges are pictures of words, whatever they are asked for", async () => {
  const names = [
    `changesets/${CANDIDATE}`,
    `releases/${NEW}`,
    `series/${series.get("tiny and huge")}`,
    "regressions/open",
  ];
  for (const name of [...names, `regressions/${encodeURIComponent(HOSTILE)}`]) {
    const badge = await get(`/badges/${name}.svg`);
    const text = await badge.text();
    expect([badge.status, text.match(NO_FIGURE)], name).toEqual([200, null]);
    expect(text, name).not.toMatch(/<img/);
    const isXml = `new DOMParser().parseFromString(${JSON.stringify(text)}, "image/svg+xml").querySelector("parsererror") === null`;
    expect(await page.evaluate(isXml), name).toBe(true);
  }
});

async function get(path: string): Promise<Response> {
  const answer = await fetch(service.url + path, { headers: { authorization: `Bearer ${service.token}` } });
  expect(answer.status, path).toBe(200);
  return answer;
}
