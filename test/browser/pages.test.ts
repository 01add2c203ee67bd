import AxeBuilder from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { CHANGESET_PATHS, COMPARE_PATHS, RELEASE_PATHS, SERIES_PATHS, startPages } from "../support/pages-app.ts";
import { REGRESSION_PATHS } from "../support/regression-pages-fixture.ts";
import { RIG_PATHS } from "../support/rig-pages-fixture.ts";

const [SERIES = "", HOSTILE = ""] = SERIES_PATHS;
const [CHANGESET, HOSTILE_CHANGESET] = CHANGESET_PATHS;
const PATHS = {
  home: "/",
  series: SERIES,
  "series under others": `${SERIES}?with=0123456789abcdef`,
  "series with hostile names": HOSTILE,
  changeset: CHANGESET,
  "changeset with hostile names": HOSTILE_CHANGESET,
  "compare, nothing chosen": COMPARE_PATHS[0],
  compare: COMPARE_PATHS[1],
  "compare with hostile names": COMPARE_PATHS[2],
  releases: RELEASE_PATHS[0],
  release: RELEASE_PATHS[1],
  "the first release": RELEASE_PATHS[2],
  "release with hostile names": RELEASE_PATHS[3],
  scaling: "/scaling",
  empty: "/empty",
  ...Object.fromEntries([...REGRESSION_PATHS, ...RIG_PATHS].map((path) => [path, path])),
};

let browser: Browser;
let pages: Awaited<ReturnType<typeof startPages>>;

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), startPages()]);
});
afterAll(async () => {
  await browser?.close();
  await pages?.stop();
});

/** A page, and everything that it complained about or asked of others. */
async function visit(path: string, options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(pages.url) && !request.url().startsWith("data:"))
      complaints.push(`asked ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(pages.url + path);
  await page.evaluate("document.fonts.ready");
  return { page, complaints };
}

const overflow = (page: Page) =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** The widths between are tried on the same visit, and paper at the end. */
const LOOKS = [
  { colorScheme: "light", width: 1280, between: 820 },
  { colorScheme: "dark", width: 390, between: 320 },
] as const;

describe.each(Object.entries(PATHS))("the page %s", (_, path) => {
  test.each(LOOKS)(
    "is accessible and quiet in $colorScheme at $width pixels, and scrolls sideways neither there nor at $between nor on paper",
    async ({ colorScheme, width, between }) => {
      const { page, complaints } = await visit(path, { colorScheme, viewport: { width, height: 844 } });
      const { violations, passes } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
      expect(passes.length).toBeGreaterThan(15);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: between, height: 844 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      if (width === 1280) {
        await page.setViewportSize({ width, height: 844 });
        await page.emulateMedia({ media: "print" });
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});

test.each([1280, 390])("the trend is there without JavaScript at %d pixels, exactly once", async (width) => {
  const { page, complaints } = await visit(SERIES, { javaScriptEnabled: false, viewport: { width, height: 844 } });
  const charts = page.locator("figure[data-trend] svg.chart");
  const shown = await Promise.all((await charts.all()).map((chart) => chart.isVisible()));
  expect(shown.filter(Boolean)).toHaveLength(1);
  expect(await page.locator("[data-theme-switch]").isVisible()).toBe(false);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what the server measured as the width of a text is what the browser draws", async () => {
  const { page } = await visit(SERIES, { viewport: { width: 1280, height: 844 } });
  const cut = await page.evaluate<string[]>(`[...document.querySelectorAll(".wide svg.chart")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    }).map((text) => text.textContent);
  })`);
  expect(cut).toEqual([]);
  await page.context().close();
});

test("dragging over the trend looks at that stretch, the address says so, and the keyboard shows all again", async () => {
  const { page, complaints } = await visit(SERIES, { viewport: { width: 1280, height: 1000 } });
  const stage = page.locator("[data-trend] .stage svg");
  await stage.waitFor();
  const lines = await stage.locator("path").count();
  expect(lines).toBeGreaterThan(50);
  const box = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 150);
  expect(await page.locator(".tip").innerText()).toMatch(/^#18,\d+ [0-9a-f]{10}/);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 150, { steps: 3 });
  await page.mouse.up();
  await page.waitForURL(/[?&]from=[0-9a-f]{12}&to=[0-9a-f]{12}/);
  expect(await page.locator('a[href*="series.csv"]').getAttribute("href")).toContain("from=");
  await page.getByRole("button", { name: "Show all" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("from"));
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a changeset of the trend tells what it is when pointed at, without a script", async () => {
  const { page } = await visit(SERIES, { javaScriptEnabled: false, viewport: { width: 1280, height: 844 } });
  const column = page.locator(".wide .hits path").nth(40);
  await column.hover();
  expect(await column.locator("title").textContent()).toMatch(
    /^#18,120 [0-9a-f]{10}, \d+ \w+ 2026\n.*\n.*MiB\/s.*\n\d runs? in \d blocks?$/,
  );
  await page.context().close();
});

test("the theme switch overrules the system, and the choice is kept without a flash", async () => {
  const { page } = await visit("/", { colorScheme: "light", viewport: { width: 1280, height: 844 } });
  const ground = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  const light = await ground();
  const button = page.locator("[data-theme-switch]");
  await button.click();
  expect(await button.textContent()).toBe("Theme: light");
  await button.click();
  expect(await button.textContent()).toBe("Theme: dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.goto(pages.url + SERIES, { waitUntil: "commit" });
  expect(await ground()).toBe(dark);
  await page.context().close();
});

test("the keyboard reaches everything in reading order, beginning with a skip link", async () => {
  const { page } = await visit(SERIES, { viewport: { width: 1280, height: 844 } });
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Overview");
  expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
  const seen: string[] = [];
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press("Tab");
    seen.push(
      await page.evaluate<string>(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
      ),
    );
  }
  expect(seen).toEqual(expect.arrayContaining(["Table (CSV)", "Change points", "Last changesets"]));
  await page.context().close();
});

test("searching is a link that can be shared", async () => {
  const { page } = await visit("/", { javaScriptEnabled: false, viewport: { width: 1280, height: 844 } });
  await page.fill("input[name=q]", "mdtest");
  await page.click("button[type=submit]");
  await page.waitForURL("**/?q=mdtest*"); // the click waits for the address, this for the page
  expect(new URL(page.url()).searchParams.get("q")).toBe("mdtest");
  expect(await page.locator(".cards li").count()).toBe(2);
  await page.context().close();
});

test("on paper the page is light and without controls", async () => {
  const { page } = await visit(SERIES, { colorScheme: "dark", viewport: { width: 1280, height: 844 } });
  await page.emulateMedia({ media: "print" });
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe("rgb(20, 26, 34)");
  expect(await page.locator("header.top").isVisible()).toBe(false);
  await page.context().close();
});

test("style, script and font are cached for ever", async () => {
  const { page } = await visit("/", {});
  const names = await page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => name)");
  const assets = names.filter((name) => name.includes("/assets/"));
  expect(assets.length).toBeGreaterThanOrEqual(4);
  for (const name of assets) {
    const answer = await page.request.get(name);
    expect(answer.headers()["cache-control"]).toContain("immutable");
  }
  await page.context().close();
});

test.each(["light", "dark"] as const)("the picture opened alone has its own %s colours", async (colorScheme) => {
  const { page, complaints } = await visit(`/charts/series.svg?series=${SERIES.split("/").at(-1)}`, { colorScheme });
  const ground = await page.evaluate<string>("getComputedStyle(document.querySelector('rect')).fill");
  expect(ground).toBe(colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(21, 27, 35)");
  expect(complaints).toEqual([]);
  await page.context().close();
});
