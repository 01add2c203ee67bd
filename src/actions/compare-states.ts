/** Two releases, changesets or branches against each other: series by series, and as geometric means. */
import { type ComparedLevels, compareLevels, type LevelsQuestion } from "../gate/compare-levels.ts";
import { ASSUMPTION, geometricMean, type LogRatio } from "../gate/geometric-mean.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import { Fault } from "../model/fault.ts";
import type { Policy } from "../model/policy.ts";
import type {
  ComparedState,
  GeometricMean,
  ReleaseComparison,
  SeriesComparison,
  Uncompared,
} from "../model/release-comparison.ts";
import type { SeriesRow } from "../store/runs.ts";
import { type Paths, pathsOf } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { ofRuns } from "./of-runs.ts";
import { partingOf, pathEvidence, pathShas } from "./path-evidence.ts";
import { policyOfBranch } from "./policy-for.ts";
import { isEverySeries, visibleSeries } from "./read-series.ts";
import { levelsQuestion, seriesComparison } from "./series-comparison.ts";
import { LevelsOnPaths, type SeriesLevels } from "./series-levels.ts";
import { acceptedSteps, waiversInForce } from "./waivers.ts";

const CONFIDENCE = 0.95;
/** From memory while nothing new has arrived; refused in one sentence when nothing was measured in both. */
export async function compareStates(
  ctx: Context,
  caller: Caller,
  baseline: ComparedState,
  candidate: ComparedState,
): Promise<ReleaseComparison> {
  if (baseline.sha === candidate.sha) {
    const message = `${baseline.name} and ${candidate.name} are the same changeset, ${baseline.sha}: there is nothing to compare.`;
    throw new Fault("invalid", message);
  }
  const inForce = (await waiversInForce(ctx)).map(({ id }) => id); // they end without anybody saying so
  const paths = pathsOf(await ctx.known.landingOrder(), baseline.sha, candidate.sha);
  const name = `comparison ${JSON.stringify([baseline, candidate, inForce, partingOf(paths)])}`;
  const shas = pathShas(paths);
  const compared = await ofRuns(
    ctx,
    caller,
    { name, shas },
    async () => (await compareInFull(ctx, caller, baseline, candidate)).comparison,
  );
  if (compared.series.length > 0) return compared;
  throw new Fault("invalid", neverInCommon(compared));
}

function neverInCommon({ baseline, candidate, uncompared }: ReleaseComparison): string {
  const [first] = uncompared;
  const example = first ? `; ${first.benchmark} ${first.metric} on ${first.rig}, for one: ${first.why}` : "";
  return `${baseline.name} and ${candidate.name} were never measured in common${example}.`;
}

/** One compared series with every run behind it: too much to keep. */
export interface ComparedInFull {
  readonly question: LevelsQuestion;
  /** Null where the runs do not show how much runs differ. */
  readonly answer: ComparedLevels | null;
  readonly shown: SeriesComparison | null;
  readonly measured: SeriesLevels["measured"];
}

/** The comparison with the evidence that it was made of. */
export async function compareInFull(
  ctx: Context,
  caller: Caller,
  baseline: ComparedState,
  candidate: ComparedState,
): Promise<{ readonly comparison: ReleaseComparison; readonly series: readonly ComparedInFull[] }> {
  const order = await ctx.known.landingOrder();
  const paths = pathsOf(order, baseline.sha, candidate.sha);
  const branch = (await ctx.known.changesets()).get(candidate.sha)?.branch ?? "";
  const policy = await policyOfBranch(ctx, branch);
  const visible = await visibleSeries(ctx, caller);
  const { found, uncompared } = await levelsOf(ctx, visible, paths, policy);
  const questions = found.map(({ series, levels }) => levelsQuestion(series, levels, paths));
  const accepted = acceptedSteps(await waiversInForce(ctx), order);
  const terms = { confidence: CONFIDENCE, creepBudget: policy.creepBudget, accepted };
  const answers = compareLevels(questions, policy, terms);
  const rigs = await ctx.known.rigs();
  const full = found.map(({ series, levels }, i): ComparedInFull => {
    const answer = answers[i] ?? null;
    if (answer === null) uncompared.push(uncomparedOf(series, "too few runs to show how much runs differ"));
    const vendor = rigs.get(series.rig)?.vendor ?? null;
    const shown = answer && seriesComparison({ series, vendor, levels, answer }, paths, terms);
    return { question: questions[i] as LevelsQuestion, answer, shown, measured: levels.measured };
  });
  const shown = full.flatMap((one) => one.shown ?? []);
  const comparison = {
    ...(!(await isEverySeries(ctx, visible.length)) && { partial: true }),
    baseline,
    candidate,
    forkedAt: paths.forkedAt,
    confidence: CONFIDENCE,
    means: meansOf(full),
    assumption: [ASSUMPTION, ...bridgedWords(shown)].join(" "),
    series: shown,
    uncompared,
    engine: ENGINE_VERSION,
  };
  return { comparison, series: full };
}

function bridgedWords(series: readonly SeriesComparison[]): string[] {
  const { length } = series.filter(({ bridged }) => bridged !== undefined);
  if (length === 0) return [];
  const what = length === 1 ? "1 series was" : `${length} series were`;
  return [`${what} carried over from another epoch of the rig, by what was measured on both sides.`];
}

interface Found {
  readonly series: SeriesRow;
  readonly levels: SeriesLevels;
}

/** Series that neither state has are not spoken of. */
async function levelsOf(
  ctx: Context,
  visible: readonly SeriesRow[],
  paths: Paths,
  policy: Policy,
): Promise<{ found: Found[]; uncompared: Uncompared[] }> {
  const found: Found[] = [];
  const uncompared: Uncompared[] = [];
  const both = new LevelsOnPaths(paths, { policy, accepted: await ctx.known.acceptedStates() });
  for await (const { series, ...evidence } of pathEvidence(ctx, visible, paths)) {
    if (evidence.runs.length === 0) continue;
    const levels = both.of(series, evidence);
    if ("why" in levels) uncompared.push(uncomparedOf(series, levels.why));
    else found.push({ series, levels });
  }
  return { found, uncompared };
}

const uncomparedOf = ({ id, rig, benchmark, metric }: SeriesRow, why: string): Uncompared => ({
  series: id,
  rig,
  benchmark,
  metric,
  why,
});

function meansOf(full: readonly ComparedInFull[]): GeometricMean[] {
  const ratios = full.flatMap(({ answer, shown }) =>
    answer?.performance && shown ? [{ ...answer.performance, shown, rig: shown.rig, benchmark: shown.benchmark }] : [],
  );
  const mean = (by: GeometricMean["by"], of: string, group: readonly LogRatio[]): GeometricMean[] => {
    const interval = geometricMean(group, CONFIDENCE);
    return interval === null ? [] : [{ by, of, series: group.length, ...interval }];
  };
  const groups = (["suite", "benchmark", "rig", "vendor", "metric"] as const).flatMap((by) =>
    [...groupedBy(ratios, ({ shown }) => (by === "metric" ? metricOf(shown) : (shown[by] ?? "")))]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([of, group]) => (of === "" ? [] : mean(by, of, group))),
  );
  return [...mean("overall", "", ratios), ...groups];
}

/** What is one row of a table of releases. */
export const metricOf = ({ benchmark, metric }: Pick<SeriesComparison, "benchmark" | "metric">): string =>
  `${benchmark} ${metric}`;
