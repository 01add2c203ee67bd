/**
 * Every page in a real Chromium. Each is loaded twice, with a script and without, and then looked at in both lights, from
 * wide to narrow, on paper, and walked by keyboard: what a reload would not change is not loaded again.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faults } from "../support/accessibility.ts";
import { launchBrowser } from "../support/browser.ts";
import {
  CHANGESET_PATHS,
  COMPARE_PATHS,
  REDUCED_PATH,
  RELEASE_PATHS,
  SERIES_PATHS,
  startPages,
} from "../support/pages-app.ts";
import { REGRESSION_PATHS } from "../support/regression-pages-fixture.ts";
import { RIG_PATHS } from "../support/rig-pages-fixture.ts";
import { STANDING } from "../support/standing-pages-fixture.ts";

const [SERIES = ""] = SERIES_PATHS;
const PATHS = [
  ...["/", "/empty", "/scaling", "/nowhere", ...SERIES_PATHS, ...CHANGESET_PATHS, ...COMPARE_PATHS.slice(0, 3)],
  ...[`${SERIES}?with=0123456789abcdef`, ...RELEASE_PATHS, ...REGRESSION_PATHS, ...RIG_PATHS],
  ...Object.keys(STANDING),
];
/** Those that are not sent with 200; the browser says so, too. */
const STATUS: Readonly<Record<string, number>> = { "/nowhere": 404, ...STANDING };
const expected = (path: string) => STATUS[path] ?? 200;
const unexpected = (path: string) =>
  complaints.filter((text) => expected(path) === 200 || !text.includes(`status of ${expected(path)} `));

const WIDE = { width: 1280, height: 844 };
const NARROW = { width: 390, height: 844 };

let browser: Browser;
let pages: Awaited<ReturnType<typeof startPages>>;
/** One page that goes everywhere, and one without JavaScript. */
let page: Page;
let plain: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), startPages()]);
  page = await quietPage(await browser.newContext({ reducedMotion: "reduce" }));
  plain = await quietPage(await browser.newContext({ javaScriptEnabled: false }));
});
afterAll(async () => {
  await browser?.close();
  await pages?.stop();
});

/** A page that keeps everything that it complained about or asked of others. */
async function quietPage(context: BrowserContext): Promise<Page> {
  const opened = await context.newPage();
  opened.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  opened.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
  opened.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  opened.on("request", (request) => {
    if (!request.url().startsWith(pages.url) && !request.url().startsWith("data:"))
      complaints.push(`asked ${request.url()}`);
  });
  return opened;
}

const overflow = (of: Page) =>
  of.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** What a text would have become if it were markup. */
const INJECTED = `[...document.querySelectorAll("img, iframe, object, [onerror], [onmouseover], script:not([src])")].map((one) => one.outerHTML)`;

const CONTRAST = { runOnly: { type: "rule" as const, values: ["color-contrast"] } };
const WCAG = {
  runOnly: { type: "tag" as const, values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] },
};

/** Keeps what gets the focus, and what of it does not show that it has it. */
const WATCHED = `(() => {
  window.reached = new Set();
  window.unseen = [];
  document.addEventListener("focusin", ({ target }) => {
    reached.add(target);
    const { outlineStyle, outlineWidth } = getComputedStyle(target);
    if (target.id !== "content" && (outlineStyle === "none" || parseFloat(outlineWidth) < 1)) unseen.push(target.outerHTML.slice(0, 200));
  });
})()`;
const REACHABLE = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }))`;

/** What was reached before something that stands above it in the document. */
const OUT_OF_ORDER = `[...reached].filter((one, at, all) => all[at + 1]?.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)
  .map((one) => one.outerHTML.slice(0, 200))`;

/** Of a chart that is drawn for wide screens and for narrow ones one is shown; others always. */
const WRONGLY_SHOWN = (figures: Element[]) =>
  figures.flatMap((figure) => {
    const charts = [...figure.querySelectorAll("svg.chart")];
    const shown = charts.filter((one) => one.checkVisibility()).length;
    const expected = figure.querySelector(".narrow") ? charts.length / 2 : charts.length;
    return shown === expected ? [] : [`${shown} of ${charts.length} in ${figure.ariaLabel}`];
  });

/** Text of charts that is drawn smaller than 11 pixels. */
const SMALL_TEXT = `[...document.querySelectorAll("svg.chart text")].filter((one) => one.checkVisibility() && one.textContent.trim() !== "")
  .map((one) => [Number((parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a).toFixed(2)), one.textContent])
  .filter(([pixels]) => pixels < 10.95)`;

describe.each(PATHS)("the page %s", (path) => {
  test("is accessible and quiet in both lights, scrolls sideways neither wide nor narrow nor on paper, and is all reached by keyboard", async () => {
    complaints.length = 0;
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "light", media: null });
    const answer = await page.goto(pages.url + path);
    await page.evaluate("document.fonts.ready");
    expect(answer?.status()).toBe(expected(path));
    expect(await page.evaluate(INJECTED)).toEqual([]);
    expect(await faults(page, CONTRAST)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.evaluate(WATCHED);
    const count = await page.evaluate<number>(`${REACHABLE}.length`);
    const isReached = `${REACHABLE}.every((one) => reached.has(one))`;
    for (let pressed = 0; pressed < 2 * count; pressed++) {
      await page.keyboard.press("Tab");
      if (pressed >= count - 1 && (await page.evaluate(isReached))) break;
    }
    expect(
      await page.evaluate(`${REACHABLE}.filter((one) => !reached.has(one)).map((one) => one.outerHTML)`),
      "is not reached by keyboard",
    ).toEqual([]);
    expect(await page.evaluate("unseen"), "does not show that it has the focus").toEqual([]);
    expect(await page.evaluate(OUT_OF_ORDER), "is reached before what stands before it").toEqual([]);
    await page.setViewportSize({ ...WIDE, width: 820 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize(NARROW);
    expect(await faults(page, WCAG)).toEqual([]);
    expect(await page.evaluate(SMALL_TEXT), "is too small to read").toEqual([]);
    await page.setViewportSize({ ...NARROW, width: 320 });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.locator("header.top").isVisible()).toBe(false);
    expect(unexpected(path)).toEqual([]);
  });

  test("is whole without JavaScript, wide and narrow", async () => {
    complaints.length = 0;
    await plain.setViewportSize(NARROW);
    const answer = await plain.goto(pages.url + path);
    expect((await answer?.text())?.trimEnd()).toMatch(/<\/html>$/);
    expect(await plain.locator("h1").count()).toBe(1);
    expect(await plain.locator("[data-theme-switch]").isVisible()).toBe(false);
    for (const size of [NARROW, WIDE]) {
      await plain.setViewportSize(size);
      expect(await overflow(plain)).toBeLessThanOrEqual(0);
      expect(await plain.locator("figure").evaluateAll(WRONGLY_SHOWN)).toEqual([]);
    }
    expect(unexpected(path)).toEqual([]);
  });
});

test("what is wrong with a page is found", async () => {
  await page.goto("about:blank"); // where it was last the page was on paper, and allowed no style of its own
  await page.emulateMedia({ colorScheme: "light", media: null });
  await page.setContent(
    '<!doctype html><html><body><img src="data:,"><p style="color: #ccc; background: #fff">pale</p><p>dark</p>',
  );
  expect((await faults(page, CONTRAST)).map((one) => one.split(":")[0])).toEqual(["color-contrast"]);
  expect(await faults(page, WCAG)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^image-alt: <img/), expect.stringMatching(/^html-has-lang: <html/)]),
  );
});

/** A page in a context of its own, for what is kept or turned off there. */
async function visit(path: string, options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> {
  complaints.length = 0;
  const opened = await quietPage(await browser.newContext({ reducedMotion: "reduce", ...options }));
  await opened.goto(pages.url + path);
  await opened.evaluate("document.fonts.ready");
  return { page: opened, complaints };
}

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

test("dragging over the trend looks at that stretch, the address says so, and the keyboard zooms as well", async () => {
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
  for (const [name, parameter] of [
    ["Zoom in", /[?&]from=/],
    ["Earlier", /[?&]to=/],
  ] as const) {
    await page.getByRole("button", { name }).focus();
    await page.keyboard.press("Space");
    await page.waitForURL(parameter);
  }
  await page.getByRole("button", { name: "Show all" }).press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("from"));
  const keys = page.getByRole("group", { name: /^Changesets: arrow keys/ });
  await keys.press("End");
  expect(await keys.getByRole("status").textContent()).toMatch(/^#18,\d+ [0-9a-f]{10}/);
  const newest = await page.locator(".tip").innerText();
  for (let step = 0; step < 20; step++) await keys.press("Shift+ArrowLeft");
  expect(await page.locator(".tip").innerText()).not.toBe(newest);
  expect(await page.locator(".chosen").isVisible()).toBe(true);
  await keys.press("Enter");
  await page.waitForURL(/[?&]from=[0-9a-f]{12}&to=[0-9a-f]{12}/);
  const chosen = page.url();
  const isMarked = () => page.locator(".chosen").isVisible();
  await keys.press("Escape");
  await keys.press("Shift+ArrowLeft"); // from nowhere: one changeset, no stretch
  await keys.press("Enter");
  expect([await isMarked(), page.url()]).toEqual([false, chosen]);
  await keys.press("Shift+ArrowLeft");
  expect(await isMarked()).toBe(true);
  await page.locator("[data-trend]").dispatchEvent("tarnish:arrived");
  expect(await isMarked()).toBe(false);
  await keys.press("Shift+ArrowLeft");
  expect(await isMarked()).toBe(true);
  await keys.press("+");
  expect(await isMarked()).toBe(false);
  await page.waitForURL((url) => url.href !== chosen);
  await keys.press("ArrowLeft");
  await keys.press("Escape");
  expect(await page.locator(".tip").isVisible()).toBe(false);
  expect(await keys.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("keys say how many changesets lie between two that are drawn, and read each of them where one looks closely", async () => {
  const { page, complaints } = await visit(REDUCED_PATH, { viewport: { width: 1280, height: 1000 } });
  await page.locator("[data-trend] .stage svg").waitFor();
  const keys = page.getByRole("group", { name: /^Changesets: arrow keys/ });
  const heard = async () => (await keys.getByRole("status").textContent()) ?? "";
  /** How many of twelve steps from the beginning say that they leave something out. */
  const skipping = async (): Promise<number> => {
    const told: string[] = [];
    await keys.press("Home");
    for (let step = 0; step < 12; step++) {
      await keys.press("ArrowRight");
      told.push(await heard());
    }
    expect(new Set(told).size).toBe(12);
    return told.filter((text) => /\n\d+ changesets? between not drawn at this width: \+ looks closely$/.test(text))
      .length;
  };
  expect(await skipping()).toBeGreaterThan(3);
  for (let zoom = 0; zoom < 3; zoom++) {
    const sharper = page.waitForResponse((response) => response.url().includes("/charts/series.rows"));
    await keys.press("+");
    await (await sharper).finished();
  }
  await expect.poll(skipping).toBe(0);
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
  await button.focus();
  await page.keyboard.press("Enter");
  expect(await button.textContent()).toBe("Theme: dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.goto(pages.url + SERIES, { waitUntil: "commit" });
  expect(await ground()).toBe(dark);
  await page.context().close();
});

test("the keyboard begins with a skip link, and goes on with the pages", async () => {
  const { page: here } = await visit("/", { viewport: WIDE });
  const focused = () => here.evaluate<string>("document.activeElement.textContent");
  await here.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the content");
  await here.keyboard.press("Tab");
  await here.keyboard.press("Tab");
  expect(await focused()).toBe("Overview");
  await here.context().close();
});

test("regressions are triaged by keys: j and k go, t and n write, a letter presses its button", async () => {
  const { page: here } = await visit("/regressions?triage", { viewport: WIDE });
  const focused = (what: string) => here.evaluate<string>(`document.activeElement.${what}`);
  for (const [key, id] of [
    ["j", "r00000000000000a1"],
    ["j", "r00000000000000a2"],
    ["k", "r00000000000000a1"],
  ] as const) {
    await here.keyboard.press(key);
    expect(await focused("id")).toBe(id);
  }
  await here.keyboard.press("n");
  expect(await focused("name")).toBe("note");
  await here.keyboard.type("jakon");
  expect(await focused("value")).toBe("jakon");
  await here.goto(`${pages.url}/regressions?triage#r00000000000000a1`); // where a form leaves the reader
  await here.reload();
  expect(await focused("id")).toBe("r00000000000000a1");
  expect(await here.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
  await here.evaluate("document.activeElement.blur()");
  const posted: string[] = [];
  here.on("request", (one) => void (one.method() === "POST" && posted.push(one.url())));
  await here.keyboard.press("w"); // nobody focused it: nothing is sent
  await here.keyboard.press("j");
  expect(await focused("id")).toBe("r00000000000000a2");
  const sent = here.waitForRequest((one) => one.method() === "POST");
  await here.keyboard.press("w");
  const request = await sent;
  expect([new URL(request.url()).pathname, request.postData()]).toEqual([
    "/regressions/00000000000000a2",
    "state=will_not_fix",
  ]);
  expect(posted).toEqual([request.url()]);
  await here.context().close();
});

test("times are the reader's own, and UTC where no script knows the reader's zone", async () => {
  const { page: here } = await visit("/rigs?ordinary", { viewport: WIDE, timezoneId: "Asia/Tokyo" });
  const heard = (of: Page) => of.locator("table time").first().textContent();
  expect(await heard(here)).toBe("20 Nov 2026, 15:00");
  await plain.goto(`${pages.url}/rigs?ordinary`);
  expect(await heard(plain)).toBe("20 Nov 2026, 06:00 UTC");
  await here.context().close();
});

test("a chart stands in a page of somebody else's: readable in a narrow frame, and what is not there is said inside the frame", async () => {
  const frame = (name: string) =>
    `<iframe title="${name}" width="420" height="380" src="${pages.url}/embed/${name}"></iframe>`;
  const body = `<!doctype html>${["scaling", "nowhere"].map(frame).join("")}`;
  const host = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(body));
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const theirs = await (await browser.newContext({ viewport: { width: 900, height: 500 } })).newPage();
  await theirs.goto(`http://localhost:${(host.address() as AddressInfo).port}/`); // another site than 127.0.0.1
  const chart = theirs.frameLocator("iframe[title=scaling]");
  await chart.locator(".narrow svg.chart").waitFor();
  expect(await chart.locator(".wide svg.chart").isVisible()).toBe(false);
  const whole = chart.getByRole("link", { name: "See it at Tarnish" });
  expect([await whole.getAttribute("href"), await whole.getAttribute("target")]).toEqual(["/scaling", "_top"]);
  const [, small] = theirs.frames();
  expect(await small?.evaluate(SMALL_TEXT)).toEqual([]);
  expect(await theirs.frameLocator("iframe[title=nowhere]").locator("main").innerText()).toContain("no such chart");
  await theirs.context().close();
  host.close();
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
