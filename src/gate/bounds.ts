/** Is a candidate beyond an absolute floor or ceiling, and did it cross it? */
import { mean } from "simple-statistics";
import { comparisonOf, differenceOf, neverZero, pWorseThan, type Question } from "../detect/comparison.ts";
import { uncertaintyOf } from "../detect/contrast.ts";
import type { Bound, Policy } from "../model/policy.ts";
import { formatQuantity } from "../model/unit.ts";
import { studentTUpper } from "../stats/student-t.ts";
import type { GateRun, SeriesQuestion } from "./landing.ts";
import { plannedLooks, ratesOf } from "./rates.ts";
import { selects } from "./selects.ts";
import { blocksOf } from "./series-looks.ts";
import { amountIn } from "./threshold.ts";

/** An absolute limit in the series' unit. */
export interface Limit {
  readonly kind: "floor" | "ceiling";
  readonly value: number;
}

export interface Crossing {
  readonly limit: Limit;
  /** The candidate's level, in the series' unit. */
  readonly level: number;
  /** False where the reference is beyond the limit, too: it was there before. */
  readonly isOwn: boolean;
}

/** Limits that the policy sets for a series, in its unit. */
export function limitsOf(bounds: readonly Bound[], one: SeriesQuestion): Limit[] {
  const series = { ...one.series, labels: one.labels ?? [] };
  return bounds
    .filter((bound) => selects(bound, series))
    .flatMap((bound) =>
      (["floor", "ceiling"] as const).flatMap((kind) => {
        const value = bound[kind] && amountIn(bound[kind], one.series.unit);
        return value === undefined ? [] : [{ kind, value }];
      }),
    );
}

/**
 * At some planned look the candidate's level is beyond the limit and worse than its reference (the parent's runs, else
 * the level), each at the policy's chance of a false red, shared among looks and `family` limits; and the reference is
 * not beyond it. One-sample t on the nested variance of the series' history. Null where nothing is shown.
 */
export function crossingOf(
  one: SeriesQuestion,
  limit: Limit,
  question: Question,
  policy: Policy,
  family: number,
): Crossing | null {
  const reference = one.parent.length > 0 ? one.parent : one.baseline;
  for (const [i, count] of plannedLooks(policy).entries()) {
    const alpha = ratesOf(policy, i + 1).red / Math.max(1, family);
    const candidate = one.candidate.slice(0, count);
    if (candidate.length < count || reference.length === 0 || blocksOf(candidate) < policy.candidate.blocks) continue;
    if (pBeyond(reference, candidate, limit, question, one.baseline) > alpha) continue;
    const isBefore = isBeyond(levelOf(reference), limit);
    if (isBefore || isWorse(reference, candidate, question, one.baseline, alpha))
      return { limit, level: levelOf(candidate), isOwn: !isBefore };
  }
  return null;
}

/** One-sided p of "the candidate's level is not beyond the limit". */
function pBeyond(
  reference: readonly GateRun[],
  candidate: readonly GateRun[],
  { kind, value }: Limit,
  question: Question,
  history: readonly GateRun[],
): number {
  const { layout, noise, prior, scale } = comparisonOf(
    reference,
    candidate,
    question,
    history.length > 0 ? history : reference,
  );
  if (noise.run.df + noise.block.df === 0) return 1;
  if (scale.kind === "ratio" && value <= 0) return kind === "ceiling" ? neverZero(0) : 1;
  const weight = 1 / candidate.length;
  const estimate = mean(candidate.map((run) => scale.forward(run.value)));
  const weights = layout.blocks.kinds.candidateRuns.map((runs) => (runs > 0 ? weight : 0));
  const contrast = { baseline: new Float64Array(weights.length), candidate: weights, estimate };
  const { variance, df } = uncertaintyOf(layout, contrast, noise, prior);
  const excess = (estimate - scale.forward(value)) * (kind === "ceiling" ? 1 : -1);
  if (!(variance > 0)) return excess > 0 ? neverZero(0) : 1;
  return neverZero(studentTUpper(excess / Math.sqrt(variance), df));
}

function isWorse(
  reference: readonly GateRun[],
  candidate: readonly GateRun[],
  question: Question,
  history: readonly GateRun[],
  alpha: number,
): boolean {
  const difference = differenceOf(
    comparisonOf(reference, candidate, question, history.length > 0 ? history : reference),
  );
  return difference !== null && pWorseThan(difference, 0) <= alpha;
}

const levelOf = (runs: readonly GateRun[]): number => mean(runs.map(({ value }) => value));
const isBeyond = (level: number, { kind, value }: Limit): boolean =>
  kind === "ceiling" ? level > value : level < value;

/** "3.4 ms, above the ceiling of 3 ms". */
export function crossingWords({ limit, level }: Crossing, unit: string): string {
  const where = limit.kind === "ceiling" ? "above" : "below";
  return `${formatQuantity(level, unit)}, ${where} the ${limit.kind} of ${formatQuantity(limit.value, unit)}`;
}
