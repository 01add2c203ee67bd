/** The pages of the real service, filled through its own door: what is on the screen is what was measured. */
import AxeBuilder from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoYear } from "../../src/entry/demo-year.ts";
import { seeded } from "../simulator/random.ts";
import { launchBrowser } from "../support/browser.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let browser: Browser;
let service: TestService;

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), serviceInProcess()]);
  const year = demoYear(seeded(5), new Date("2026-11-20T20:00:00Z"));
  await service.call("PUT", "/v1/changesets", year.changesets);
  for (const { tag, ...release } of year.releases) await service.call("PUT", `/v1/releases/${tag}`, release);
  const runs = year.runs.filter(({ rig }) => rig === "sim-east");
  for (let at = 0; at < runs.length; at += 32) {
    const answers = await Promise.all(runs.slice(at, at + 32).map((run) => service.call("POST", "/v1/runs", run)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  }
  for (const { sha } of year.candidates) await service.call("GET", `/v1/changesets/${sha}/verdict`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

test.each(["light", "dark"] as const)(
  "overview and trend in %s: verdicts, change points, nothing complained",
  async (colorScheme) => {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1280, height: 900 },
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("response", (response) => {
      if (response.status() >= 400 || !response.url().startsWith(service.url)) complaints.push(response.url());
    });
    await page.goto(service.url);
    const home = await page.locator("main").innerText();
    for (const words of [
      "fail",
      "pass",
      "inconclusive",
      "write.bandwidth on sim-east is worse at every number of clients",
      "regressed",
    ])
      expect(home).toContain(words);
    await page.getByLabel("Search").fill("file-removal");
    await page.getByRole("button", { name: "Show" }).click();
    expect(new URL(page.url()).searchParams.get("q")).toBe("file-removal");
    await page.locator('a[href^="/series/"]').first().click();
    const trend = await page.locator("main").innerText();
    expect(trend).toMatch(/−[78]\.\d\s%/);
    expect(trend).toContain("sim-1.2");
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test("the picture alone is an SVG with its own colours, the table alone is a CSV with a line for each changeset", async () => {
  const { items } = (await service.call("GET", "/v1/series?q=removal")).body;
  const svg = await service.call("GET", `/charts/series.svg?series=${items[0].id}`, undefined, "");
  expect(svg.headers.get("content-type")).toBe("image/svg+xml");
  expect(svg.body).toMatch(/^<svg /);
  expect(svg.body).not.toMatch(/NaN|var\(--/);
  const csv = await service.call("GET", `/charts/series.csv?series=${items[0].id}`, undefined, "");
  expect(csv.body.trim().split("\r\n")).toHaveLength(183);
  const json = await service.call("GET", `/charts/series.json?series=${items[0].id}`, undefined, "");
  expect(json.body.$schema).toContain("vega-lite");
});
