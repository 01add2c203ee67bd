/**
 * When does a reader see the first chart? Series of 500, 5,000 and 50,000 changesets, in a Chromium that has nothing yet, of
 * a service in a process of its own that drew the overview and another series before (what it looks at once after each
 * start is no series' cost): once when nobody saw the series yet, so that its analysis is in the time, and again. From the start of the navigation: the server's first byte, the whole picture in the
 * page, the picture painted, the last byte. Beside them how busy the machine was.
 */
import { loadavg } from "node:os";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../test/support/browser.ts";
import { serviceProcess } from "../test/support/service.ts";
import { fetched } from "./pages-fetch.ts";
import { say } from "./say.ts";

export const LENGTHS = [500, 5_000, 50_000] as const;
/** Changesets of the series that warms the service. */
export const WARM = 300;
/** Services, each with an unseen series of every length, and visits of each. */
const SERVICES = 5;
const VISITS = 4;

/** `data`: a folder that nobody has open. `series`: ids by their number of changesets, with that of `WARM`. */
export async function firstCharts(data: string, series: ReadonlyMap<number, string>): Promise<void> {
  const seen = new Map<string, Seen[]>();
  const browser = await launchBrowser();
  try {
    for (let at = 0; at < SERVICES; at++) {
      const service = await serviceProcess(data, { TARNISH_RATE_ADDRESS: "0" });
      const page = (points: number) => `${service.url}/series/${series.get(points)}`;
      await fetched(service.url, "/")
        .then(() => visited(browser, page, seen))
        .finally(service.stop);
    }
  } finally {
    await browser.close();
  }
  for (const [key, visits] of seen) tell(key, visits);
}

async function visited(browser: Browser, page: (points: number) => string, seen: Map<string, Seen[]>): Promise<void> {
  for (let visit = 0; visit < VISITS; visit++) await firstChart(browser, `${page(WARM)}?runs=${visit}`);
  for (const points of LENGTHS)
    for (let visit = 0; visit < VISITS; visit++) {
      const key = `${points} ${visit === 0 ? "first" : "again"}`;
      seen.set(key, [...(seen.get(key) ?? []), await firstChart(browser, page(points))]);
    }
}

function tell(key: string, visits: readonly Seen[]): void {
  const [points, seen] = key.split(" ");
  const more = { points: Number(points), seen, visits: visits.length, load: Number(loadavg()[0]?.toFixed(1)) };
  const of = (value: (one: Seen) => number) => median(visits.map(value));
  say(
    "pages.first_chart",
    of(({ painted }) => painted),
    "ms",
    { ...more, target: "< 500" },
  );
  say(
    "pages.first_chart_byte",
    of(({ firstByte }) => firstByte),
    "ms",
    more,
  );
  say(
    "pages.first_chart_in_page",
    of(({ inPage }) => inPage),
    "ms",
    more,
  );
  say(
    "pages.first_chart_arrived",
    of(({ arrived }) => arrived),
    "ms",
    more,
  );
}

/**
 * The picture is whole where the parser has come to what follows it, and painted when the frame after the one that first
 * had it begins. As text, because what compiles this file names functions by a helper that a page does not have.
 */
const SEEN = `requestAnimationFrame(function look() {
  const chart = document.querySelector("figure svg.chart");
  if (!chart?.parentElement.nextElementSibling || chart.getBoundingClientRect().height === 0)
    return requestAnimationFrame(look);
  const inPage = performance.now();
  requestAnimationFrame(() =>
    document.documentElement.setAttribute("data-seen", JSON.stringify({ inPage, painted: performance.now() })));
})`;

/** Milliseconds from the start of the navigation. */
interface Seen {
  readonly firstByte: number;
  /** The first frame in which the whole chart is laid out. */
  readonly inPage: number;
  /** The frame after it. */
  readonly painted: number;
  /** The last byte of the page. */
  readonly arrived: number;
}

/** In an empty profile. Stays until the page's script has the rows of its chart: a reader who left would hand that work to the next. */
export async function firstChart(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(SEEN);
  const rows = page.waitForResponse((answer) => answer.url().includes("/charts/series.rows"));
  await page.goto(url, { waitUntil: "load" });
  await (await rows).finished();
  await page.locator("html[data-seen]").waitFor({ state: "attached" });
  const seen = JSON.parse(String(await page.evaluate("document.documentElement.dataset.seen"))) as Seen;
  const [firstByte, arrived] = (await page.evaluate(
    "(({ responseStart, responseEnd }) => [responseStart, responseEnd])(performance.getEntriesByType('navigation')[0])",
  )) as [number, number];
  await context.close();
  return { firstByte, arrived, inPage: seen.inPage, painted: seen.painted };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
