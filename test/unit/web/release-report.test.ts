/** A release's report as Markdown and as a page: complete, and never more than text where people chose the text. */
import { expect, test } from "vitest";
import { releaseReportText } from "../../../src/actions/release-report-text.ts";
import { releaseReportPage } from "../../../src/web/release-report-page.ts";
import { REPORT } from "../../support/report-fixture.ts";

test("Markdown is as it was", async () => {
  await expect(releaseReportText(REPORT)).toMatchFileSnapshot("../../goldens/release-report.md");
});

test("the page is one file: no script, nothing to load, every name as text", async () => {
  const page = String(await releaseReportPage(REPORT));
  expect(page).not.toMatch(/<script|<link|<img|src=|href="http|@import|url\((?!#|data:)/i);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("<svg");
  for (const title of [
    "Release notes",
    "Geometric means",
    "Slower",
    "Faster",
    "Confirmed changes",
    "Crept in",
    "Creep budget",
  ])
    expect(page).toContain(title);
  for (const title of ["Promised cells", "Pledged and delivered", "Rig hours", "Not measured"])
    expect(page).toContain(title);
});

test("a report of nothing has no empty tables", async () => {
  const nothing = { of: "", hours: 0, runs: 0, withoutEnd: 0 };
  const empty = {
    ...REPORT,
    ...{ means: [], worst: [], best: [], uncompared: [], changes: [], creeping: [], pledges: [], notes: [] },
    hours: { total: nothing, byRig: [], byVendor: [], byCause: [] },
    verdict: { ...REPORT.verdict, missing: [], coverage: [], budget: { limit: 0.05, mark: 0, spent: [] } },
  };
  const text = releaseReportText(empty);
  expect(text).not.toContain("|");
  expect(text).toContain("No series has spent half of it.");
  expect(String(await releaseReportPage(empty))).not.toContain("<table");
});
