/** Pages beside those of the navigation: signing in, frames for others, files to hand out, and what a fault looks like. */
import type { Hono } from "hono";
import { heatmap } from "../../src/actions/charts/heatmap.ts";
import { scaling } from "../../src/actions/charts/scaling.ts";
import type { LandingCollateral } from "../../src/actions/collateral.ts";
import { Fault, type FaultCode } from "../../src/model/fault.ts";
import { FAULT_STATUS } from "../../src/model/fault-status.ts";
import { EMBED_CSP } from "../../src/web/assets.ts";
import { COLLATERAL_CSP, collateralPage } from "../../src/web/collateral-page.ts";
import { embedPage } from "../../src/web/embed-page.ts";
import { faultPage } from "../../src/web/fault-page.ts";
import { pictures } from "../../src/web/pictures.ts";
import { REPORT_CSP, releaseReportPage } from "../../src/web/release-report-page.ts";
import { signInHowTo, signInOffer } from "../../src/web/sign-in-page.ts";
import { shownChangeset } from "./changeset-fixture.ts";
import { SAMPLES } from "./chart-samples.ts";
import { REPORT } from "./report-fixture.ts";

/** Those that lead to different places. */
const FAULTS = ["unauthorized", "forbidden", "invalid", "too_many", "unavailable"] as const satisfies FaultCode[];

/** Each with the status that it is sent with. */
export const STANDING: Readonly<Record<string, number>> = {
  ...{ "/sign-in": 200, "/sign-in?link=hostile": 200, "/report.html": 200, "/collateral/ordinary.html": 200 },
  ...{ "/collateral/hostile.html": 200, "/embed/scaling": 200, "/embed/heatmap": 200, "/embed/nowhere": 404 },
  ...Object.fromEntries(FAULTS.map((code) => [`/faults/${code}`, FAULT_STATUS[code]])),
};

export function addStandingPages(app: Hono, hostile: string): void {
  app.get("/sign-in", (c) => {
    const caller = { name: hostile, scopes: ["read:private:acme", "waive"] };
    return c.html(c.req.query("link") === undefined ? signInHowTo() : signInOffer(hostile, caller));
  });
  app.get("/report.html", async (c) =>
    c.html(await releaseReportPage(REPORT), 200, { "content-security-policy": REPORT_CSP }),
  );
  app.get("/collateral/:kind", async (c) => {
    const page = collateralPage(collateralSample(c.req.path.includes("hostile") ? hostile : undefined));
    return c.html(await page, 200, { "content-security-policy": COLLATERAL_CSP });
  });
  app.get("/embed/:name", async (c) => {
    const headers = { "content-security-policy": EMBED_CSP };
    if (c.req.path.endsWith("heatmap"))
      return c.html(
        await embedPage("Releases", await pictures(heatmap.of(SAMPLES.heatmap)), "/releases"),
        200,
        headers,
      );
    if (c.req.path.endsWith("scaling"))
      return c.html(await embedPage(hostile, await pictures(scaling.of(SAMPLES.scaling)), "/scaling"), 200, headers);
    return faultPage(c, new Fault("not_found", "There is no such chart."));
  });
  app.get("/faults/:code", (c) => faultPage(c, new Fault(c.req.param("code") as FaultCode, hostile)));
}

/** As far as its page looks at it. */
function collateralSample(text?: string): LandingCollateral {
  const { verdict, changeset } = shownChangeset(text);
  const { eta: _, ...answer } = verdict;
  const word = text ?? "night";
  const runs = (from: number) =>
    Array.from({ length: 6 }, (_, i) => ({ run: `${i}`, block: `${word} ${from + (i >> 1)}`, value: 5400 + 40 * i }));
  const series = answer.series.map(({ series: id, ...one }) => ({
    ...{ series: { ...one, id, suite: word }, baseline: runs(1), parent: [], candidate: runs(4) },
  }));
  const run = {
    run: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
    contentHash: "",
    rig: word,
    sha: verdict.sha,
    block: word,
  };
  return {
    schema: "tarnish.collateral/1",
    ...{ sha: verdict.sha, changeset, landing: null, waivers: [], engine: "1", verdict: answer },
    question: { parentSha: "b".repeat(40), policy: { name: word }, series },
    runs: [{ ...run, cause: "scheduled", startedAt: "2026-10-02T20:00:00.000Z", excluded: "", environment: word }],
    environments: { [word]: { watch: { [word]: word } } },
    ...{ parts: {}, content: `sha256:${"f".repeat(64)}` },
  } as unknown as LandingCollateral;
}
