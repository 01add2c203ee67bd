/** How much faster is one rig than another with the same code? A question about hardware, which gates nothing. */
import { geometricMean } from "../gate/geometric-mean.ts";
import { Fault } from "../model/fault.ts";
import type { ComparedRig, RigComparison, RigLevel, RigTwin } from "../model/rig-comparison.ts";
import type { Effect, Series } from "../model/series.ts";
import { parseUnit } from "../model/unit.ts";
import { type Estimate, intervalOfDifference } from "../stats/interval-of-difference.ts";
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import type { SeriesRow } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { visibleSeries } from "./read-series.ts";
import { visibleRig } from "./rig-epochs.ts";
import { type PlacedTwins, rigLevels, type Twins } from "./rig-levels.ts";

const CONFIDENCE = 0.95;
/** What is told of every comparison of rigs. */
const NOTE =
  "Rigs differ by their hardware: this compares machines and not changes of the code. It gates nothing; a changeset is judged on each rig against that rig's own baseline.";

/** `rig:NAME` names a rig, unless a release has that name. */
const RIG = /^rig:(.+)$/;

/** The rigs that two names mean; null where they mean states of the code. Refused where one is a rig and the other none. */
export async function rigsNamed(
  ctx: Context,
  base: string,
  head: string,
): Promise<{ readonly base: string; readonly head: string } | null> {
  const releases = await ctx.known.releases();
  const [mine, other] = [base, head].map((name) => (releases.has(name) ? undefined : RIG.exec(name)?.[1]));
  if (mine === undefined && other === undefined) return null;
  if (mine !== undefined && other !== undefined) return { base: mine, head: other };
  const [rig, state] = mine === undefined ? [head, base] : [base, head];
  throw new Fault("invalid", `${rig} is a rig and ${state} is none: a rig is compared with a rig, as rig:NAME.`);
}

/** Throws `not_found` for a rig that the caller may not see, `invalid` where the two have nothing in common. */
export async function compareRigs(ctx: Context, caller: Caller, base: string, head: string): Promise<RigComparison> {
  const [baseline, candidate] = [await comparedRig(ctx, caller, base), await comparedRig(ctx, caller, head)];
  if (baseline.rig === candidate.rig)
    throw new Fault("invalid", `${base} and ${head} are the same rig: there is nothing to compare.`);
  const visible = await visibleSeries(ctx, caller);
  const [mine, other] = [baseline, candidate].map(({ rig }) => visible.filter((one) => one.rig === rig));
  const placed = newestOf(await rigLevels(ctx, twinsOf(mine ?? [], other ?? [])));
  if (placed.length === 0)
    throw new Fault("invalid", `${base} and ${head} measured no benchmark in common on one branch lately.`);
  const series = placed.map(twinOf);
  return {
    ...{ baseline, candidate, confidence: CONFIDENCE, overall: overallOf(series), series, note: NOTE },
    alone: {
      baseline: (mine?.length ?? 0) - series.length,
      candidate: (other?.length ?? 0) - series.length,
    },
  };
}

async function comparedRig(ctx: Context, caller: Caller, named: string): Promise<ComparedRig> {
  const { rig, vendor, description } = await visibleRig(ctx, caller, named);
  return { rig, vendor: vendor ?? null, description: description ?? "" };
}

/** A rig that was rebuilt has a series for each hardware: every pair of them. */
function twinsOf(mine: readonly SeriesRow[], others: readonly SeriesRow[]): Twins[] {
  const byMeaning = groupedBy(others, meaningOf);
  return mine.flatMap((baseline) =>
    (byMeaning.get(meaningOf(baseline)) ?? [])
      .filter((candidate) => candidate.better === baseline.better && sameDimension(baseline, candidate))
      .map((candidate) => ({ baseline, candidate })),
  );
}

/** What a rig was before it was rebuilt is another: of each meaning the pair that was measured last. */
function newestOf(placed: readonly PlacedTwins[]): PlacedTwins[] {
  const byAge = [...placed].sort((a, b) => (measuredAt(a) < measuredAt(b) ? -1 : 1));
  return [...new Map(byAge.map((pair) => [meaningOf(pair.baseline), pair])).values()];
}

const measuredAt = ({ levels: { baseline, candidate } }: PlacedTwins): string =>
  `${baseline.measuredAt} ${candidate.measuredAt}`;

const meaningOf = ({ benchmark, version, metric, parameters, pairing }: Series): string =>
  JSON.stringify([benchmark, version, metric, pairing, Object.entries(parameters).sort()]);

const sameDimension = (a: Series, b: Series): boolean => parseUnit(a.unit).dimension === parseUnit(b.unit).dimension;

function twinOf({ baseline: series, branch, levels: { baseline, candidate } }: PlacedTwins): RigTwin {
  const { benchmark, metric, version, parameters, pairing, unit, better } = series;
  const effect = effectOf(baseline, candidate, unit);
  const ends = better === "higher" ? [effect.low, effect.high] : [1 / effect.high, 1 / effect.low];
  const value = better === "higher" ? effect.value : 1 / effect.value;
  const performance = effect.scale === "ratio" ? { value, low: ends[0] ?? 0, high: ends[1] ?? 0 } : null;
  return {
    benchmark,
    metric,
    version,
    parameters,
    pairing,
    unit,
    better,
    branch,
    baseline,
    candidate,
    effect,
    performance,
  };
}

/** A ratio where both levels and their intervals are positive, else a difference in the unit. */
function effectOf(baseline: RigLevel, candidate: RigLevel, unit: string): Effect {
  if (baseline.low <= 0 || candidate.low <= 0) {
    const apart = intervalOfDifference(estimate(baseline, Number), estimate(candidate, Number));
    return { scale: "difference", ...apart, confidence: CONFIDENCE, unit };
  }
  const { value, low, high } = intervalOfDifference(estimate(baseline, Math.log), estimate(candidate, Math.log));
  const ratio = { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high) };
  return { scale: "ratio", ...ratio, confidence: CONFIDENCE, unit: "" };
}

const estimate = ({ level, low, high }: RigLevel, scale: (value: number) => number): Estimate => ({
  value: scale(level),
  low: scale(low),
  high: scale(high),
});

/** The error of a ratio is read off its interval, with the degrees of freedom of the shorter level. */
function overallOf(series: readonly RigTwin[]): RigComparison["overall"] {
  const ratios = series.flatMap(({ benchmark, performance, baseline, candidate }) => {
    if (performance === null) return [];
    const df = Math.max(1, Math.min(baseline.changesets, candidate.changesets) - 1);
    const half = (Math.log(performance.high) - Math.log(performance.low)) / 2;
    const error = half / studentTQuantile((1 - CONFIDENCE) / 2, df);
    return [{ rig: "", benchmark, estimate: Math.log(performance.value), error, df }];
  });
  return geometricMean(ratios, CONFIDENCE);
}
