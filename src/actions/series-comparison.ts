/** What is said of one series in two states: the difference, its steps, and what creeps. */
import type { ComparedLevels, LevelsQuestion } from "../gate/compare-levels.ts";
import { creepOf, isMaterialStep } from "../gate/creep.ts";
import { budgetSpent } from "../gate/creep-budget.ts";
import type { Bridge } from "../gate/landing.ts";
import type { BridgedLevel, Creep, KnownChange, SeriesComparison } from "../model/release-comparison.ts";
import type { Better } from "../model/run.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Paths } from "./compared-state.ts";
import type { SeriesLevels, Step } from "./series-levels.ts";
import type { AcceptedSteps } from "./waivers.ts";

/** Where fewer changesets were measured in between, a step would not have been seen as one: nothing is called creeping. */
const FEWEST_BETWEEN = 5;

export interface ComparedSeries {
  readonly series: SeriesRow;
  readonly vendor: string | null;
  readonly levels: SeriesLevels;
  readonly answer: ComparedLevels;
}

/** The levels as the statistics are asked about them. */
export function levelsQuestion(
  row: SeriesRow,
  { older, newer, bridge }: SeriesLevels,
  { isBackwards }: Paths,
): LevelsQuestion {
  const [baseline, candidate] = isBackwards ? [newer, older] : [older, newer];
  const { hardware: _, ...series } = row;
  return {
    series,
    role: "gating",
    baseline: baseline.runs,
    baselineSha: baseline.shown.sha,
    history: baseline.stretch,
    parent: [],
    candidate: candidate.runs,
    ...(bridge && { bridge }),
  };
}

export interface ComparedTerms {
  /** Fraction of the level. */
  readonly creepBudget: number;
  readonly accepted: AcceptedSteps;
}

export function seriesComparison(
  compared: ComparedSeries,
  paths: Paths,
  { creepBudget, accepted }: ComparedTerms,
): SeriesComparison {
  const { series, vendor, levels, answer } = compared;
  const { effect, threshold, p, movement, performance } = answer;
  const { older, newer, suite } = levels;
  const [baseline, candidate] = paths.isBackwards ? [newer.shown, older.shown] : [older.shown, newer.shown];
  const changes = levels.steps.map((step) => ({
    ...knownChange(series, step, threshold, paths),
    waivers: accepted([step.sha, ...step.candidates], series.id),
  }));
  const { id, rig, benchmark, metric, parameters, pairing, unit, better } = series;
  return {
    ...{ series: id, rig, vendor, suite, benchmark, metric, parameters, pairing, unit, better },
    baseline,
    candidate,
    effect,
    performance: performance && { value: Math.exp(performance.estimate), ...turned(effect, better) },
    p,
    movement,
    threshold,
    budgetSpent: budgetSpent(effect, better, creepBudget, baseline.level),
    changes,
    creep: paths.isBackwards ? null : creep(compared, changes, paths),
    ...(levels.bridge && { bridged: bridgedOf(levels.bridge) }),
  };
}

const bridgedOf = ({ from, to, effect, changesets, runs }: Bridge): BridgedLevel => ({
  ...{ from, to, effect, changesets },
  runs: runs.length,
});

/** The interval of a ratio, turned so that more is better. */
const turned = ({ low, high }: { low: number; high: number }, better: Better) =>
  better === "higher" ? { low, high } : { low: 1 / high, high: 1 / low };

function knownChange({ better }: SeriesRow, step: Step, threshold: number, { isBackwards }: Paths) {
  const { sha, candidates, state, effect, before, after, local } = step;
  return {
    ...{ sha, candidates, state, effect },
    side: (step.side === "newer") === isBackwards ? ("baseline" as const) : ("candidate" as const),
    isWorse: better === "higher" ? after < before : after > before,
    isMaterial: isMaterialStep(effect, threshold, local),
  };
}

function creep(
  { series, levels, answer }: ComparedSeries,
  changes: readonly KnownChange[],
  paths: Paths,
): Creep | null {
  const { effect, threshold } = answer;
  const found = creepOf({ effect, better: series.better, threshold, changes });
  if (found === null || (found.steps.length === 0 && levels.measuredBetween < FEWEST_BETWEEN)) return null;
  const own = [...paths.onlyNewer];
  const from = paths.forkedAt ?? levels.older.shown.sha;
  const to = levels.newer.shown.since;
  return { ...found, from, to, changesets: own.indexOf(to) + 1 };
}
