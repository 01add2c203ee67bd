/** The pages of the real service, filled through its own door: what is on the screen is what was measured. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatNumber } from "../../src/charts/number.ts";
import { demoYear } from "../../src/entry/demo-year.ts";
import { brokenOff } from "../../src/web/error-page.ts";
import { seeded } from "../simulator/random.ts";
import { faults } from "../support/accessibility.ts";
import { launchBrowser } from "../support/browser.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let browser: Browser;
let service: TestService;
let failing = "";

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), serviceInProcess()]);
  const year = demoYear(seeded(5), new Date("2026-11-20T20:00:00Z"));
  await service.call("PUT", "/v1/changesets", year.changesets);
  for (const { tag, ...release } of year.releases) await service.call("PUT", `/v1/releases/${tag}`, release);
  const runs = year.runs.filter(({ rig }) => rig === "sim-east");
  const headers = { authorization: `Bearer ${service.token}`, "content-type": "application/x-ndjson" };
  const body = runs.map((run) => JSON.stringify(run)).join("\n");
  const answers = (await (await fetch(`${service.url}/v1/runs`, { method: "POST", headers, body })).text()).trim();
  expect(new Set(answers.split("\n").map((line) => JSON.parse(line).status))).toEqual(new Set([201]));
  for (const { sha } of year.candidates) {
    const { body: verdict } = await service.call("GET", `/v1/changesets/${sha}/verdict`);
    if (verdict.verdict === "fail") failing = sha;
  }
  await service.call("PUT", "/v1/policies/default", { waivers: { who: ["*"] } });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

test("overview and trend: verdicts, change points, nothing complained", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
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
  await page.waitForURL(/[?&]q=file-removal/);
  await page.locator('#series a[href^="/series/"]').first().click();
  await page.waitForURL(/\/series\//); // the click waits for the address at most, this for the page
  const trend = await page.locator("main").innerText();
  expect(trend).toMatch(/−[78]\.\d\s%/);
  expect(trend).toContain("sim-1.2");
  expect(await faults(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

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

test("a chart is also pixels, a frame for other pages, and a badge", async () => {
  const { items } = (await service.call("GET", "/v1/series?q=removal")).body;
  const query = `series=${items[0].id}`;
  const png = await fetch(`${service.url}/charts/series.png?${query}`);
  expect(png.headers.get("content-type")).toBe("image/png");
  const bytes = Buffer.from(await png.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([2160, 760]);
  const frame = await fetch(`${service.url}/embed/series?${query}`);
  expect(frame.headers.get("content-security-policy")).toContain("frame-ancestors *");
  expect(await frame.text()).toContain(`href="/series/${items[0].id}"`);
  const page = await fetch(`${service.url}/series/${items[0].id}`);
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  const badge = await fetch(`${service.url}/badges/series/${items[0].id}.svg`);
  expect(badge.headers.get("content-type")).toBe("image/svg+xml");
  expect(await badge.text()).toMatch(/aria-label="[^"]*file-removal[^"]*regressed"/);
  const open = await fetch(`${service.url}/badges/regressions/open.svg`);
  expect(await open.text()).toMatch(/aria-label="regressions: [1-9]\d* open"/);
  const elsewhere = await fetch(`${service.url}/badges/regressions/nowhere.svg`);
  expect(await elsewhere.text()).toContain('aria-label="regressions nowhere: not measured"');
});

test("other series lie over one by form, without a script; relative to a release each is 1 there; the address is the chart's", async () => {
  const { items } = (await service.call("GET", "/v1/series?q=ior-easy")).body;
  const of = (metric: string) =>
    items.find((one: { metric: string; pairing: string }) => one.metric === metric && one.pairing === "");
  const [own, other] = [of("write.bandwidth"), of("read.bandwidth")];
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${service.url}/series/${own.id}`);
  const form = page.getByRole("form", { name: "Over one another" });
  await form.getByLabel("Add a line").selectOption(other.id);
  await form.getByLabel("Scale").selectOption("sim-1.1");
  await form.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/relative=sim-1\.1/);
  const section = page.locator("#overlay");
  expect(await section.locator("tbody tr").count()).toBe(2);
  expect(await section.locator("svg.chart[aria-label*='relative to sim-1.1']").first().isVisible()).toBe(true);
  const href = await section.getByRole("link", { name: "Table (CSV)" }).getAttribute("href");
  await context.close();
  const csv = (await service.call("GET", href ?? "", undefined, "")).body.trim().split("\r\n");
  const rows = csv.slice(1).map((line: string) => line.split(","));
  expect(new Set(rows.map(([letter]: string[]) => letter))).toEqual(new Set(["A", "B"]));
  const values = rows.map((row: string[]) => Number(row.at(-4)));
  for (const value of values) expect(Math.abs(value - 1)).toBeLessThan(0.3);
  const nothing = await service.call(
    "GET",
    `/charts/overlay.svg?series=${own.id}&with=0123456789abcdef`,
    undefined,
    "",
  );
  expect(nothing.body).toContain("1 line,");
});

test("what was drawn is sent again from memory and compressed, and not at all to who has it", async () => {
  const first = await fetch(service.url);
  expect(first.headers.get("content-encoding")).toBe("gzip");
  await first.text();
  const again = await fetch(service.url, { headers: { "if-none-match": first.headers.get("etag") ?? "" } });
  expect([200, 304]).toContain(again.status); // a minute may have passed
  const plain = await fetch(service.url, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
});

test("an open page follows what arrives, and keeps the reader's place", async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${service.url}/rigs`);
  await page.locator("main").evaluate((main) => main.setAttribute("data-same", "yes"));
  await page.locator("html[data-live=on]").waitFor();
  await page.locator('a[href="/rigs/sim-east"]').focus();
  await service.call("PUT", "/v1/rigs/newcomer", { vendor: "acme" }); // a row before it
  await page.locator('a[href="/rigs/newcomer"]').waitFor();
  expect(await page.locator("main").getAttribute("data-same")).toBe("yes");
  expect(await page.evaluate("document.activeElement.matches('[href=\"/rigs/sim-east\"]:focus-visible')")).toBe(true);
  await page.goto(`${service.url}/rigs/sim-east`);
  await page.locator("html[data-live=on]").waitFor();
  await page.getByRole("figure", { name: "Sight" }).getByRole("button", { name: "Copy link" }).focus();
  await page.evaluate("scrollBy(0, 200)");
  const place = "[document.activeElement.textContent, document.activeElement.matches(':focus-visible'), scrollY]";
  const before = await page.evaluate(place);
  await service.call("PUT", "/v1/rigs/newcomer", { vendor: "acme", description: "new" });
  await page.locator("[data-arrived]", { hasText: "Updated" }).waitFor();
  expect(await page.evaluate(place)).toEqual(before);
  const whole = await page.locator("main").innerHTML();
  await page.route(page.url(), (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><main>${brokenOff({ detail: "The disk is full." })}`,
    }),
  );
  const asked = page.waitForResponse(page.url());
  await service.call("PUT", "/v1/rigs/newcomer", { vendor: "acme", description: "newer" });
  await (await asked).finished();
  await page.evaluate("new Promise(requestAnimationFrame)");
  expect(await page.locator("main").innerHTML(), "a page that broke off takes no whole one's place").toBe(whole);
  await context.close();
});

test("what a person writes down by form stands on the page and in the trend; strangers and other sites are refused, faults named", async () => {
  const { items } = (await service.call("GET", "/v1/series?q=removal")).body;
  const path = `${service.url}/series/${items[0].id}`;
  const { changesets } = (await service.call("GET", `/charts/series.rows?series=${items[0].id}`)).body;
  const send = (to: string, fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(to, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(fields) });
  const note = { changeset: changesets[40].sha.slice(0, 12), about: "series", text: "<b>disks</b> exchanged" };
  expect((await send(`${path}/annotations`, note, { origin: service.url })).status).toBe(401);
  expect((await send(`${path}/annotations`, note, { origin: "https://elsewhere.example" })).status).toBe(403);
  const admin = { authorization: `Bearer ${service.token}` };
  const wrong = await send(`${path}/annotations`, { changeset: "0123456", about: "some", text: " " }, admin);
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toMatch(
    /Nothing was written down\. text must not be empty; about must be series, rig or all/,
  );
  const unknown = await service.call("POST", "/v1/annotations", { changeset: "0123456", rig: "none", text: "x" });
  expect([unknown.status, unknown.body.errors.length]).toEqual([422, 2]);
  for (const status of [303, 303]) expect((await send(`${path}/annotations`, note, admin)).status).toBe(status);
  const { body } = await service.call("GET", "/v1/annotations");
  expect(body.items).toMatchObject([
    { sha: changesets[40].sha, series: items[0].id, text: note.text, who: "administrator" },
  ]);
  const page = await (await fetch(`${path}?repeats=${changesets[40].sha.slice(0, 12)}`)).text();
  const { measurements } = (await service.call("GET", /\/v1\/runs\/[0-9a-f-]{36}/.exec(page)?.[0] ?? "")).body;
  const own = measurements.find(
    (one: { metric: string; benchmark: string }) =>
      one.metric === items[0].metric && one.benchmark === items[0].benchmark,
  );
  expect(own.values.length).toBeGreaterThan(1);
  expect(page).toContain(own.values.map((value: number) => formatNumber(value)).join(" · "));
  expect(page).toContain("&lt;b&gt;disks&lt;/b&gt; exchanged");
  expect(page).toMatch(/aria-label="[^"]*, 1 mark, /);
  expect((await send(`${path}/annotations/${body.items[0].id}`, {}, admin)).status).toBe(303);
  expect(await (await fetch(path)).text()).not.toContain("exchanged");
});

test("an address that asks for what there is not is told so, with what there is and the way on", async () => {
  const asked = async (path: string) => {
    const answer = await fetch(service.url + path, { headers: { accept: "text/html" } });
    return { status: answer.status, text: (await answer.text()).replace(/\s+/g, " ") };
  };
  const faults = {
    "/?state=<b>":
      /<p class="sub">state is one of empty, regressed, suspected, .*, and this address asks for &lt;b&gt;\.<\/p>/,
    "/?skip=many": /skip is a whole number, and this address asks for many\./,
    "/regressions?state=closed": /state is one of all, open, .*href="\/regressions">The page without that</,
    "/regressions?kind=1": /kind is one of worse, improvement, all/,
  };
  for (const [path, words] of Object.entries(faults)) {
    const { status, text } = await asked(path);
    expect([path, status]).toEqual([path, 422]);
    expect(text).toMatch(words);
    expect(text).toContain('<a href="/">Overview</a>');
  }
  expect(await asked("/changesets/zzz")).toMatchObject({
    status: 200,
    text: expect.stringMatching(/Nothing is known here of this changeset.*href="\/search\?q=zzz"/),
  });
  expect((await asked("/?rig=nowhere")).text).toMatch(
    /selected>nowhere<.*has none that you may see: it is new, private/,
  );
  const compared = await asked("/compare?base=zzz&head=sim-1.2");
  expect(compared.text).toMatch(/Nothing to compare.*<datalist|<datalist.*Nothing to compare/);
  expect((await asked("/charts/sight.svg?rig=nowhere")).text).toContain("<h1>Not found</h1>");
});

test("a patchset is compared by its Change-Id and number", async () => {
  const changeId = `I${"5a".repeat(20)}`;
  await service.call("PUT", "/v1/changesets", { sha: failing, changeId, patchset: 2 });
  const { body } = await service.call("GET", `/v1/compare?base=sim-1.2&head=${changeId.slice(0, 12)},2`);
  expect(body.candidate).toMatchObject({ kind: "changeset", sha: failing });
  expect((await service.call("GET", `/v1/compare?base=sim-1.2&head=${changeId},3`)).status).toBe(404);
});

test("a regression is triaged by a form: strangers and other sites are refused, faults are told on the page", async () => {
  const { items } = (await service.call("GET", "/v1/regressions")).body;
  const send = (fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(`${service.url}/regressions/${items[0].id}`, {
      method: "POST",
      redirect: "manual",
      headers,
      body: new URLSearchParams(fields),
    });
  const own = { origin: service.url };
  expect((await send({ state: "acknowledged" }, own)).status).toBe(401);
  expect((await send({ state: "acknowledged" }, { origin: "https://elsewhere.example" })).status).toBe(403);
  const admin = { authorization: `Bearer ${service.token}` };
  const wrong = await send({ state: "forgotten" }, admin);
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain("Nothing was changed: state must be one of");
  expect((await send({ state: "acknowledged", note: "<b>seen</b>" }, admin)).status).toBe(303);
  const back = async (fields: Record<string, string>) => {
    const list = `state=open&kind=worse&q=write&next=${"e".repeat(16)}`;
    const init = { method: "POST", redirect: "manual" as const, headers: admin, body: new URLSearchParams(fields) };
    return (await fetch(`${service.url}/regressions/${items[0].id}?${list}`, init)).headers.get("location");
  };
  const list = "/regressions?state=open&kind=worse&q=write#r"; // goes on in the list that the reader had
  expect(await back({ state: "acknowledged" })).toBe(`${list}${"e".repeat(16)}`);
  expect(await back({ assignee: "somebody" })).toBe(`${list}${items[0].id}`);
  const { body } = await service.call("GET", `/v1/regressions/${items[0].id}`);
  expect(body).toMatchObject({ state: "acknowledged", notes: [{ text: "<b>seen</b>" }] });
  const shown = await fetch(`${service.url}/regressions?state=all&kind=all`, { headers: admin });
  expect(await shown.text()).toContain("&lt;b&gt;seen&lt;/b&gt;");
});

test("who signs in by a link orders runs and waives from the changeset's page, without a script", async () => {
  const { path } = (await service.call("POST", "/v1/links")).body;
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${service.url}/changesets/${failing}`);
  expect(await page.locator("#acts").innerText()).toContain("sign in");
  await page.goto(service.url + path);
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(await page.locator("footer").innerText()).toContain("Signed in as admin");
  await page.goto(service.url + path); // a link works once
  expect(await page.locator("main").innerText()).toMatch(/used|ended|not known/);
  await page.goto(`${service.url}/changesets/${failing}`);
  await page.getByLabel("Runs").fill("4");
  await page.getByRole("button", { name: "Order runs" }).click();
  expect(await page.locator("#acts").innerText()).toMatch(/Ordered: 4 runs of .* in turns with the parent/);
  const { items } = (await service.call("GET", "/v1/work")).body;
  expect(items).toContainEqual(expect.objectContaining({ sha: failing, runs: 4, cause: "manual" }));
  await page.getByLabel("Ticket").fill("LU-1");
  await page.getByLabel("Reason").fill("<b>correct</b> first");
  await page.getByLabel("Until").fill("2020-01-01");
  await page.getByRole("button", { name: "Waive" }).click();
  expect(await page.getByRole("alert").innerText()).toContain("would have ended");
  await page.getByLabel("Ticket").fill("LU-1");
  await page.getByLabel("Reason").fill("<b>correct</b> first");
  await page.getByRole("button", { name: "Waive" }).click();
  expect(await page.locator("#waived").innerText()).toMatch(
    /LU-1[\s\S]*<b>correct<\/b> first|<b>correct<\/b> first[\s\S]*LU-1/,
  );
  await context.close();
});

test("nobody waives or orders by a form without the right to, nor from another site", async () => {
  const { token } = (await service.call("POST", "/v1/tokens", { name: "reader", scopes: ["release"] })).body;
  const send = async (act: string, headers: Record<string, string>) =>
    (
      await fetch(`${service.url}/changesets/${failing}/${act}`, {
        ...{ method: "POST", redirect: "manual" as const, headers },
        body: new URLSearchParams({ what: '{"rig":"sim-east","suite":"nightly"}', ticket: "x", reason: "x" }),
      })
    ).status;
  for (const act of ["retest", "waive"]) {
    expect(await send(act, { origin: "https://elsewhere.example" })).toBe(403);
  }
  expect(await send("retest", { origin: service.url })).toBe(401);
  expect(await send("retest", { authorization: `Bearer ${token}` })).toBe(403);
  const waive = { authorization: `Bearer ${service.token}` };
  expect(await send("waive", waive)).toBe(422); // a rig and a suite are nothing to waive
});
