/** May it land? Every series judged, the chance of a false red shared among them, one answer for the landing. */
import type { Question } from "../detect/comparison.ts";
import type { FamilyPrior } from "../detect/shrink.ts";
import type { Policy } from "../model/policy.ts";
import { benjaminiHochberg } from "../stats/benjamini-hochberg.ts";
import { holm } from "../stats/holm.ts";
import { decideSeries, type RedAtLook } from "./decide-series.ts";
import { familiesOf } from "./family.ts";
import type { GateRun, LandingAnswer, LandingQuestion, SeriesQuestion } from "./landing.ts";
import type { LookEvidence } from "./look.ts";
import { looksOf, questionOf, type SeriesLooks } from "./series-looks.ts";
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
  const red = redAtLooks(asked, looks, policy);
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

/**
 * For each series, its red evidence at each of its looks after the correction over all series of its kind. A series that
 * is a look behind the others takes part with its own last look.
 */
function redAtLooks(asked: readonly SeriesQuestion[], looks: readonly SeriesLooks[], policy: Policy): RedAtLook[][] {
  const red: RedAtLook[][] = asked.map(() => []);
  for (const advisory of [false, true]) {
    const adjust = advisory ? benjaminiHochberg : holm;
    const members = asked.flatMap((one, i) => {
      const found = looks[i];
      const isMember = (one.role === "advisory") === advisory && found?.kind === "looked";
      return isMember ? [{ i, looks: found.looks }] : [];
    });
    const rounds = Math.max(1, ...members.map((member) => member.looks.length));
    for (let round = 0; round < rounds; round++) {
      const current = members.map((member) => member.looks[Math.min(round, member.looks.length - 1)]);
      const level = adjust(current.map((look) => look?.level?.pRed ?? 1));
      const both = adjust(current.map((look) => bothOf(look, policy)));
      for (const [m, member] of members.entries()) {
        if (round < member.looks.length) red[member.i]?.push({ level: level[m] ?? 1, both: both[m] ?? 1 });
      }
    }
  }
  return red;
}

/**
 * Worse than the level and than the parent's own runs: the larger p of the two. Where the level alone is far from red
 * the parent is not asked: Holm's answer to smaller p does not depend on how large the larger ones are.
 */
function bothOf(look: LookEvidence | undefined, policy: Policy): number {
  const level = look?.level?.pRed ?? 1;
  return level > policy.screen ? level : Math.max(level, look?.parent()?.pRed ?? 1);
}
