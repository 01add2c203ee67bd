/** How much faster is one rig than another with the same code? A question about hardware, which gates nothing. */
import { median } from "simple-statistics";
import { geometricMean } from "../gate/geometric-mean.ts";
import { Fault } from "../model/fault.ts";
import type { Interval } from "../model/release-comparison.ts";
import type { ComparedRig, RigComparison, RigTwin } from "../model/rig-comparison.ts";
import type { Better } from "../model/run.ts";
import type { Series } from "../model/series.ts";
import { parseUnit } from "../model/unit.ts";
import { type MeanInterval, meanInterval } from "../stats/mean-interval.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { EVERYTHING } from "./known.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { visibleRig } from "./rig-epochs.ts";
import { type MeasuredTwins, rigLevels, type Twins } from "./rig-levels.ts";

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

/** Throws `not_found` for a rig that the caller may not see, `invalid` where both are one rig. Without anything in common there are no series. */
export async function compareRigs(ctx: Context, caller: Caller, base: string, head: string): Promise<RigComparison> {
  const [baseline, candidate] = [await comparedRig(ctx, caller, base), await comparedRig(ctx, caller, head)];
  if (baseline.rig === candidate.rig)
    throw new Fault("invalid", `${base} and ${head} are the same rig: there is nothing to compare.`);
  const name = `rigs ${JSON.stringify([baseline, candidate])} ${sightOf(caller)}`;
  return await ctx.known.derived(name, () => compared(ctx, caller, baseline, candidate), [...EVERYTHING, "series"]);
}

async function compared(
  ctx: Context,
  caller: Caller,
  baseline: ComparedRig,
  candidate: ComparedRig,
): Promise<RigComparison> {
  const visible = await visibleSeries(ctx, caller);
  const [mine, other] = [baseline, candidate].map(({ rig }) => visible.filter((one) => one.rig === rig));
  const placed = newestOf(await rigLevels(ctx, twinsOf(mine ?? [], other ?? [])));
  const twins = placed.map(twinOf);
  const series = twins.map(({ gain: _, ...twin }) => twin);
  return {
    ...{ baseline, candidate, confidence: CONFIDENCE, overall: overallOf(twins), series, note: NOTE },
    alone: {
      baseline: meanings(mine ?? []) - series.length,
      candidate: meanings(other ?? []) - series.length,
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
function newestOf(placed: readonly MeasuredTwins[]): MeasuredTwins[] {
  const byAge = [...placed].sort((a, b) => (measuredAt(a) < measuredAt(b) ? -1 : 1));
  return [...new Map(byAge.map((pair) => [meaningOf(pair.baseline), pair])).values()];
}

const measuredAt = ({ measuredAt: { baseline, candidate } }: MeasuredTwins): string => `${baseline} ${candidate}`;

const meaningOf = ({ benchmark, version, metric, parameters, pairing }: Series): string =>
  JSON.stringify([benchmark, version, metric, pairing, Object.entries(parameters).sort()]);

/** A rig that was rebuilt has a series for each hardware: one thing that it measures. */
const meanings = (series: readonly Series[]): number => new Set(series.map(meaningOf)).size;

const sameDimension = (a: Series, b: Series): boolean => parseUnit(a.unit).dimension === parseUnit(b.unit).dimension;

function twinOf({ baseline: series, candidate, branch, both, measuredAt }: MeasuredTwins): RigTwin & Shared {
  const { benchmark, metric, version, parameters, pairing, unit, better } = series;
  const isRatio = both.every((one) => one.baseline > 0 && one.candidate > 0);
  const apart = both.map((one) =>
    isRatio ? Math.log(one.candidate) - Math.log(one.baseline) : one.candidate - one.baseline,
  );
  const mean = meanInterval(apart, CONFIDENCE) as MeanInterval; // of two at least
  const shown = isRatio ? ratioOf(mean) : mean;
  const { value, low, high } = shown;
  const gain = isRatio ? oriented(mean, better) : null;
  return {
    ...{ benchmark, metric, version, parameters, pairing, unit, better, branch },
    ...{ changesets: both.length, sha: both.at(-1)?.sha ?? "" },
    baseline: {
      ...{ series: series.id, measuredAt: measuredAt.baseline },
      level: median(both.map((one) => one.baseline)),
    },
    candidate: {
      ...{ series: candidate.id, measuredAt: measuredAt.candidate },
      level: median(both.map((one) => one.candidate)),
    },
    effect: {
      scale: isRatio ? "ratio" : "difference",
      value,
      low,
      high,
      confidence: CONFIDENCE,
      unit: isRatio ? "" : unit,
    },
    performance: gain && ratioOf(gain),
    gain,
  };
}

interface Shared {
  /** Of logarithms, above 0 where the candidate is better; null where there is no ratio. */
  readonly gain: MeanInterval | null;
}

function oriented({ value, low, high, ...rest }: MeanInterval, better: Better): MeanInterval {
  return better === "higher" ? { value, low, high, ...rest } : { value: -value, low: -high, high: -low, ...rest };
}

const ratioOf = ({ value, low, high }: Interval): Interval => ({
  value: Math.exp(value),
  low: Math.exp(low),
  high: Math.exp(high),
});

function overallOf(series: readonly (RigTwin & Shared)[]): RigComparison["overall"] {
  const ratios = series.flatMap(({ benchmark, gain }) =>
    gain === null ? [] : [{ rig: "", benchmark, estimate: gain.value, error: gain.error, df: gain.df }],
  );
  return geometricMean(ratios, CONFIDENCE);
}
