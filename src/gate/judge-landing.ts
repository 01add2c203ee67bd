/** May it land? Every series judged, the chance of a false red shared among them, one answer for the landing. */
import type { Question } from "../detect/comparison.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import { decideSeries } from "./decide-series.ts";
import { familiesOf } from "./family.ts";
import type { GateRun, LandingAnswer, LandingQuestion, SeriesQuestion } from "./landing.ts";
import { redAtLooks } from "./red-family.ts";
import { looksOf, questionOf } from "./series-looks.ts";
import { type JudgedSeries, seriesVerdict } from "./series-verdict.ts";
import { summarize } from "./summarize.ts";

/**
 * Pure: the same question gets the same answer. Red is asked at the policy's chance per landing, split over the looks
 * and by Holm over all series that may block; green at its chance for each series, because all must be green.
 * Advisory series are listed by Benjamini–Hochberg and never block.
 */
export function judgeLanding(landing: LandingQuestion): LandingAnswer {
  const { policy } = landing;
  const asked = landing.series.map(alone);
  const families = familiesOf(asked, (one): Question => questionOf(one, policy));
  const looks = asked.map((one) => looksOf(one, policy, familyOf(one, families)));
  const red = redAtLooks(asked, looks, landing);
  const judged = asked.map((one, i): JudgedSeries => {
    const found = looks[i] ?? { kind: "unmeasured" };
    const reds = red[i] ?? [];
    if (found.kind !== "looked") return { question: one, looks: found, decision: null, red: null };
    const doubts = {
      parentRuns: one.parent.length,
      tailSuspected: one.tailSuspected ?? false,
      gapSuspected: one.gapSuspected ?? false,
    };
    return { question: one, looks: found, decision: decideSeries(found.looks, reds, doubts, policy), red: reds };
  });
  return summarize(
    landing,
    judged.map((one) => ({ ...one, verdict: seriesVerdict(one, landing) })),
  );
}

const familyOf = (one: SeriesQuestion, families: ReadonlyMap<string, FamilyPrior>): FamilyPrior | undefined =>
  families.get(one.series.rig);

/** A run without a block is a block of its own, by its id. */
function alone(one: SeriesQuestion): SeriesQuestion {
  const named = (runs: readonly GateRun[]) =>
    runs.some((run) => run.block === "")
      ? runs.map((run) => (run.block === "" ? { ...run, block: `run ${run.run}` } : run))
      : runs;
  return { ...one, baseline: named(one.baseline), parent: named(one.parent), candidate: named(one.candidate) };
}
