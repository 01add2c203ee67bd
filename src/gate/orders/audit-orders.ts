/** Which greens are measured again, so that false ones do not stay unknown? */
import type { Policy } from "../../model/policy.ts";
import type { Cause } from "../../model/run.ts";
import type { ChangesetVerdict } from "../../model/verdict.ts";
import type { WantedOrder } from "../../model/work-order.ts";
import { untilNextLook } from "../look-counts.ts";
import { gateRun, newestNight, type RigRun } from "./nights.ts";

/** Of all landings that passed. */
export const AUDITED = 0.02;

export interface PassedLanding {
  readonly verdict: Pick<ChangesetVerdict, "sha" | "verdict" | "final" | "series">;
  readonly policy: Policy;
  readonly rig: string;
  /** Runs of the changeset on this rig. */
  readonly runs: readonly (RigRun & { readonly cause: Cause })[];
  /** Of this changeset, uniform on [0, 1), the same whenever it is drawn. */
  readonly draw: number;
}

/** The whole suite in another night, the parent taking turns, whatever the first nights said; once. */
export function auditOrders({ verdict, policy, rig, runs, draw }: PassedLanding): WantedOrder[] {
  const isGreen = verdict.verdict === "pass" && verdict.final && verdict.series.every(({ waiver }) => waiver === null);
  if (!isGreen || draw >= AUDITED || runs.length === 0) return [];
  const parent = verdict.series.find((one) => one.rig === rig && one.parent.sha !== null)?.parent.sha ?? null;
  const audited = (suite: string) => runs.filter((run) => run.suite === suite && run.cause === "audit").length;
  const suites = [...new Set(runs.map(({ suite }) => suite))].filter((suite) => audited(suite) < policy.candidate.runs);
  // Runs that no look takes into account could not turn it red.
  const toLook = (suite: string) =>
    untilNextLook(runs.filter((run) => run.suite === suite).map(gateRun), policy)?.runs ?? 0;
  return suites.map((suite) => ({
    key: JSON.stringify(["audit", rig, suite, verdict.sha]),
    cause: "audit",
    rig,
    suite,
    sha: verdict.sha,
    baseline: parent,
    runs: Math.max(policy.candidate.runs, toLook(suite)),
    blocks: 1,
    series: [],
    afterNight: newestNight(runs),
    why: `it passed, and belongs to the ${AUDITED * 100} % of those that are measured again`,
  }));
}
