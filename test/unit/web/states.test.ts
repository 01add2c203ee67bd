/** What a reader is told when a page cannot be drawn: in words, with the way on, and nothing of the inside. */
import { expect, test } from "vitest";
import * as z from "zod";
import { CHARTS } from "../../../src/actions/charts/all.ts";
import { chart } from "../../../src/actions/charts/chart.ts";
import { type Context, STRANGER } from "../../../src/actions/context.ts";
import { type Columns, number, time } from "../../../src/charts/column.ts";
import { Fault, type FaultCode } from "../../../src/model/fault.ts";
import { chartSection, chartSections } from "../../../src/web/chart-section.ts";
import { errorPage } from "../../../src/web/error-page.ts";
import { PAGES } from "../../../src/web/pages/index.ts";
import { releasesParts } from "../../../src/web/releases-page.ts";
import { pages } from "../../../src/web/routes.ts";

const KEPT = new Map<string | symbol, unknown>([["now", () => new Date(0)]]);

/** A context of which everything that is asked fails as given: an engine that went away fails in this way. */
function failing(error: Error): Context {
  const broken: object = new Proxy(() => {}, {
    get: (_, name) => KEPT.get(name) ?? (name === "then" ? undefined : broken),
    apply: () => {
      const failed = Promise.reject(error);
      failed.catch(() => {}); // some questions are asked at once, and the first failure is answered
      return failed;
    },
  });
  return broken as Context;
}

async function answers(error: Error) {
  const failures: unknown[] = [];
  const app = pages(failing(error), { failed: (one) => void failures.push(one), brokenOff() {} });
  const paths = PAGES.map(({ path }) => path.replace(/:\w+/, "0123456789abcdef")).filter(
    (path) => !path.startsWith("/help"),
  );
  const told = await Promise.all(
    [...paths, "/compare?base=a&head=b"].map(async (path) => {
      const answer = await app.request(path);
      return { path, status: answer.status, retry: answer.headers.get("retry-after"), text: await answer.text() };
    }),
  );
  expect(told.length).toBeGreaterThan(12);
  return { told, failures };
}

test("every page says that the storage is away, when to come back, and offers to try again", async () => {
  const cause = new Error("connect ECONNREFUSED 10.0.0.7:8123");
  const { told, failures } = await answers(
    new Fault("unavailable", "The storage does not answer now; try again in a moment.", [], { cause }),
  );
  for (const { path, status, retry, text } of told) {
    expect([path, status, retry]).toEqual([path, 503, "1"]);
    expect(text).toContain("<h1>Not available now</h1>");
    expect(text).toContain("The storage does not answer now");
    expect(text).toMatch(/<a href="">Try again<\/a>/);
    expect(text).not.toContain("ECONNREFUSED");
  }
  expect(failures).toHaveLength(told.length);
});

test("the list of releases whose first cannot be judged is not begun", async () => {
  const away = new Fault("unavailable", "The storage does not answer now.");
  await expect(releasesParts([() => Promise.reject(away)])).rejects.toBe(away);
  expect(String((await (await releasesParts([])).next()).value)).toContain("No changeset is named a release yet");
});

test("a chart that cannot be read now leaves no page that is kept; one that is not to be had says so in its place", async () => {
  const drawn = (code: FaultCode) =>
    chartSections(failing(new Fault(code, "No.")), { caller: STRANGER, params: { rig: "a" }, query: {} }, "/rigs/:rig");
  for (const code of ["unavailable", "internal", "too_slow", "too_many"] as const)
    await expect(drawn(code), code).rejects.toMatchObject({ code });
  for (const code of ["not_found", "invalid", "forbidden"] as const)
    expect(String(await drawn(code))).toContain('<p class="none">No.</p>');
});

const timed = (at: string) => ({ at, value: 1 });
const days = (count: number) =>
  Array.from({ length: count }, (_, day) => timed(new Date(day * 86_400_000).toISOString()));

test("the table of a chart in time has the newest rows, of another the first, and says which", () => {
  const query = { name: "x", template: CHARTS.get("rig-drift")?.template ?? {}, parameters: z.object({}), readers: "" };
  const of = (columns: Columns<ReturnType<typeof timed>>) => {
    const one = chart({ ...query, columns, rows: () => Promise.reject(new Error("not asked")) });
    const read = one.of({ told: "", rows: days(70) });
    return String(chartSection(one, { read, pictures: { wide: "", narrow: "" }, query: {} }));
  };
  const at = time("when", (row: ReturnType<typeof timed>) => row.at);
  const value = number("how much", (row: ReturnType<typeof timed>) => row.value);
  const [inTime, other] = [of({ at, value }), of({ value, at })];
  expect(inTime).toContain("The newest 60 rows; 10 earlier ones in the CSV.");
  expect(inTime).toContain("11 Mar 1970");
  expect(inTime).not.toContain(">1 Jan 1970");
  expect(other).toContain("The first 60 rows; 10 more in the CSV.");
  expect(other).toContain(">1 Jan 1970");
  expect(other).not.toContain("11 Mar 1970");
});

test("after a form there is no page to try again: it is sent again", () => {
  const page = { status: 503, title: "Not available now", detail: "The storage does not answer now.", isForm: true };
  const text = String(errorPage(page));
  expect(text).toContain("The storage does not answer now. Go back and send it again.");
  expect(text).not.toMatch(/href=""|Try again/);
});

test("a mistake of ours is 500, recorded, and shows nothing of itself", async () => {
  const { told, failures } = await answers(new TypeError("undefined is not a function at secret.ts:1"));
  for (const { path, status, text } of told) {
    expect([path, status]).toEqual([path, 500]);
    expect(text).toContain("<h1>Something went wrong</h1>");
    expect(text).not.toMatch(/secret|undefined/);
  }
  expect(failures).toHaveLength(told.length);
});

test("the page without what was asked of it is offered where it is a page and something was asked", async () => {
  const app = pages(failing(new Fault("invalid", "That is no state.")), { failed() {}, brokenOff() {} });
  const offered = async (path: string, method = "GET") =>
    /<a href="([^"]*)">The page without that</.exec(await (await app.request(path, { method })).text())?.[1];
  expect(await offered("/regressions?state=closed")).toBe("/regressions");
  expect(await offered("/series/a%22b?from=x")).toBe("/series/a%22b");
  for (const path of ["/regressions", "/?state=x", "/charts/series.svg?series=x", "/embed/series?series=x"])
    expect(await offered(path), path).toBe(undefined);
});

test.each([
  ["not_found", 404, "Not found", '<a href="/search">Search for it</a>'],
  ["forbidden", 403, "Not permitted", '<a href="/sign-in">Sign in</a>'],
  ["unauthorized", 401, "Not signed in", '<a href="/sign-in">Sign in</a>'],
  ["invalid", 422, "Not possible", '<a href="/">Overview</a>'],
  ["too_many", 429, "Too many requests", '<a href="">Try again</a>'],
  ["conflict", 409, "Already otherwise", '<a href="/">Overview</a>'],
] as const)(
  "%s is told in its own words, escaped, with the way on, and is no failure of ours",
  async (code, status, title, way) => {
    const { told, failures } = await answers(new Fault(code, "There is no <b>such</b> thing."));
    for (const one of told.filter(({ path }) => !path.startsWith("/compare?"))) {
      expect([one.path, one.status]).toEqual([one.path, status]);
      expect(one.text).toContain(`<h1>${title}</h1>`);
      expect(one.text).toContain("There is no &lt;b&gt;such&lt;/b&gt; thing.");
      expect(one.text).toContain(way);
    }
    expect(failures).toEqual([]);
  },
);
