/** May it land? Every series judged, the chance of a false red shared among them, one answer for the landing. */
import { columnsOf } from "../detect/run-columns.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import type { SeriesVerdict } from "../model/verdict.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { type Crossing, crossingOf, limitsOf } from "./bounds.ts";
import { decideSeries } from "./decide-series.ts";
import { excused } from "./environment.ts";
import type { GateRun, LandingAnswer, LandingQuestion, SeriesQuestion } from "./landing.ts";
import { byNight } from "./night.ts";
import { redAtLooks } from "./red-family.ts";
import { looksOf, questionOf } from "./series-looks.ts";
import { type JudgedSeries, seriesVerdict } from "./series-verdict.ts";
import { settledBy } from "./settled.ts";
import { summarize } from "./summarize.ts";
import { waiverOf } from "./waivers.ts";

/**
 * Pure: the same question gets the same answer. Red is asked at the policy's chance per landing, split over the looks
 * and by Holm over all series that may block; green at its chance for each series, because all must be green.
 * Advisory series are listed by Benjamini–Hochberg and never block.
 */
export function judgeLanding(landing: LandingQuestion): LandingAnswer {
  const { judged, findings } = excused(decideLanding(landing));
  return summarize(
    landing,
    judged.map((one) => ({ ...one, verdict: waived(seriesVerdict(one, landing), landing) })),
    findings,
  );
}

/** The decision about each series, without its words and figures. */
export function decideLanding(landing: LandingQuestion): JudgedSeries[] {
  const { policy } = landing;
  const asked = landing.series.map(alone);
  const nightly = asked.map(byNight);
  const settled = settledBy(nightly, policy);
  const looks = asked.map((one, i) => looksOf(one, nightly[i] ?? one, policy, settled[i]?.family));
  const red = redAtLooks(asked, looks, landing);
  const families = settled.map(({ family }) => family);
  const crossings = crossingsOf(nightly, policy, families);
  return asked.map((one, i): JudgedSeries => {
    const found = looks[i] ?? { kind: "unmeasured" };
    const reds = red[i] ?? [];
    if (found.kind !== "looked")
      return { question: one, looks: found, decision: null, red: null, crossing: crossings[i] ?? null };
    const doubts = {
      parentRuns: one.parent.length,
      tailSuspected: one.tailSuspected ?? false,
      gapSuspected: one.gapSuspected ?? false,
    };
    const decision = decideSeries(found.looks, reds, doubts, policy, settled[i]?.say ?? "none");
    return { question: one, looks: found, decision, red: reds, crossing: crossings[i] ?? null };
  });
}

/** A waiver changes no figure and no word of its series: it lets the landing through. */
function waived(verdict: SeriesVerdict, { waivers = [] }: LandingQuestion): SeriesVerdict {
  const waiver = waiverOf(waivers, verdict);
  return waiver === undefined ? verdict : { ...verdict, waiver: waiver.id };
}

/** Of each series the first limit that its candidate is beyond; the chance of a false red is shared by all limits. */
function crossingsOf(
  asked: readonly SeriesQuestion[],
  policy: Policy,
  families: readonly (FamilyPrior | undefined)[],
): (Crossing | null)[] {
  const limits = asked.map((one) => (one.invalidEnvironment ? [] : limitsOf(policy.bounds, one)));
  const all = limits.flat().length;
  return asked.map((one, i) => {
    if ((limits[i] ?? []).length === 0) return null;
    const question = questionOf(one, policy, families[i]);
    const found = (limits[i] ?? []).map((limit) => crossingOf(one, limit, question, policy, all));
    return found.find((crossing) => crossing?.isOwn) ?? found.find((crossing) => crossing !== null) ?? null;
  });
}

/** A run without a block is a block of its own, by its id. */
const alone = (one: SeriesQuestion): SeriesQuestion => ({
  ...one,
  baseline: named(one.baseline),
  parent: named(one.parent),
  candidate: named(one.candidate),
});

const named = (runs: readonly GateRun[]): readonly GateRun[] =>
  columnsOf(runs).plan.alone.length > 0 ? renamed(runs) : runs;
const renamed = onceForEach((runs: readonly GateRun[]): readonly GateRun[] =>
  runs.map((run) => (run.block === "" ? { ...run, block: `run ${run.run}` } : run)),
);
