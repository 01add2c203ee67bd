/** Made-up regressions, with ordinary names or hostile ones. */
import type { Hono } from "hono";
import type { Needs } from "../../src/actions/needs.ts";
import type { Regression } from "../../src/model/regression.ts";
import { regressionsPage } from "../../src/web/regressions-page.ts";
import { conditionSample } from "./rig-pages-fixture.ts";

/** As a reader sees them, as who triages them does, hostile ones, and none. */
export const REGRESSION_PATHS = [
  "/regressions?ordinary",
  "/regressions?triage",
  "/regressions?hostile&triage",
  "/regressions?nothing",
] as const;

const AT = "2026-11-02T20:00:00.000Z";
const SHA = "5efa0de8fc0123456789abcdef0123456789abcd";

function regression(id: string, text: string, change: Partial<Regression> = {}): Regression {
  const effect = { scale: "ratio", value: 0.92, low: 0.91, high: 0.93, confidence: 0.95, unit: "" } as const;
  return {
    ...{ id, kind: "regression", state: "open", certainty: "confirmed", isMaterial: true, branch: text, sha: SHA },
    ...{ title: `ior-easy is 8 % slower ${text}`, good: SHA, candidates: [{ sha: SHA, subject: text }], cause: null },
    ...{ rigs: [text], benchmarks: [text], recovered: { series: 1, of: 6 }, reopened: 0, assignee: text, ticket: text },
    ...{ duplicateOf: null, duplicates: [], downstreamOf: null, notes: [{ who: text, at: AT, text }] },
    ...{ announcedAt: AT, updatedAt: AT, closedAt: null },
    clock: { since: AT, workingDays: 3.2, waitsFor: "acknowledgement", within: 2, isOverdue: true },
    members: Array.from({ length: 6 }, (_, index) => ({
      ...{
        change: id,
        series: "0123456789abcdef",
        benchmark: `ior-easy ${text}`,
        metric: "write.bandwidth",
        rig: text,
      },
      ...{ parameters: { clients: String(2 ** index) }, unit: "MiB/s", worse: index > 0, state: "confirmed", sha: SHA },
      ...{ good: SHA, bad: SHA, before: 100, after: 92, effect, isMaterial: true, recoveredBy: null },
    })),
    ...change,
  };
}

function regressions(text: string): Regression[] {
  return [
    regression("00000000000000a1", text),
    regression("00000000000000a2", text, { certainty: "suspected", kind: "tradeoff", assignee: null, ticket: null }),
    regression("00000000000000a3", text, { certainty: "withdrawn", isMaterial: false, notes: [], state: "withdrawn" }),
  ];
}

export function needsSample(hostile: string): Needs {
  return {
    landings: [
      { sha: SHA, subject: hostile, verdict: "fail", final: true, suspected: false, why: `It is slower. ${hostile}` },
    ],
    rigs: [conditionSample("drifted", hostile), conditionSample("silent", "acme-lab")],
    regressions: regressions(hostile).concat(regressions("acme")),
  };
}

export function addRegressionPages(app: Hono, hostile: string): void {
  app.get("/regressions", (c) => {
    const { url } = c.req;
    const text = url.includes("hostile") ? hostile : "acme";
    const mayTriage = url.includes("triage");
    const query = { state: "open", kind: "worse", q: text };
    const fault = mayTriage ? `Nothing was changed: ticket ${text}.` : "";
    return c.html(
      regressionsPage({ query, found: url.includes("nothing") ? [] : regressions(text), mayTriage, fault }),
    );
  });
}
