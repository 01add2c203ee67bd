/** The runs before and after a change point, or of two states that a reader names, and what their distributions tell. */
import type { DistributionChartData, DistributionSide } from "../charts/distribution-data.ts";
import { runLaw } from "../detect/run-law.ts";
import type { Level } from "../model/series.ts";
import type { Caller, Context } from "./context.ts";
import { oneSeries } from "./read-series.ts";
import { type SeriesTrend, seriesTrend } from "./series-trend.ts";

export interface DistributionAsk {
  readonly series: string;
  readonly branch?: string | undefined;
  /** Beginning of the sha of the first changeset of a new level; absent: of the last one. */
  readonly at?: string | undefined;
  /** Two states instead: a release's tag, or the beginning of a measured changeset's sha. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface RunDistribution extends DistributionChartData {
  /** First changeset of the new level whose two sides are shown; null where there is none, or two states are. */
  readonly at: string | null;
  /** What of the question was not understood, or how it was taken, in sentences. */
  readonly notes: readonly string[];
}

export async function runDistribution(ctx: Context, caller: Caller, ask: DistributionAsk): Promise<RunDistribution> {
  return distributionOf(await seriesTrend(ctx, await oneSeries(ctx, caller, ask.series), ask.branch), ask);
}

export function distributionOf(history: SeriesTrend, ask: Omit<DistributionAsk, "series" | "branch">): RunDistribution {
  const { series, analysis, changesets } = history;
  const named = statesOf(history, ask);
  const asked = changeNamed(history, ask.at);
  const notes = [...named.notes, ...asked.notes];
  const base = {
    title: `${series.metric} of ${series.benchmark} on ${series.rig}`,
    unit: series.unit,
    better: series.better,
  };
  if (named.sides !== null) return { ...base, sides: named.sides, at: null, notes };
  const change = asked.change ?? analysis.changes.at(-1);
  const levels = analysis.levels;
  const place = change === undefined ? -1 : levels.findIndex(({ from }) => from === change.index);
  const [before, after] = [levels[place - 1], levels[place]];
  if (change === undefined || before === undefined || after === undefined) {
    const whole = { from: 0, to: changesets.length };
    return { ...base, sides: [sideOf(history, "the whole history", whole)], at: null, notes };
  }
  const sha = changesets[change.index]?.sha ?? "";
  const short = sha.slice(0, 10);
  const sides = [sideOf(history, `before ${short}`, before), sideOf(history, `since ${short}`, after)];
  return { ...base, sides, at: sha, notes };
}

type Span = Pick<Level, "from" | "to">;

/** Usable runs of these changesets, in the order of measuring. */
function sideOf(history: SeriesTrend, label: string, { from, to }: Span): DistributionSide {
  const runs = history
    .pointsOf(from, to)
    .filter(({ excluded, value }) => excluded === "" && Number.isFinite(value))
    .sort((one, other) => one.started - other.started)
    .map(({ sha, block, value }) => ({ sha, block, value }));
  const law = runLaw(
    runs.map(({ value }) => value),
    runs.map(({ block }) => block),
  );
  return { label, runs, law };
}

function changeNamed({ analysis, changesets }: SeriesTrend, at = "") {
  const change = at === "" ? undefined : analysis.changes.find(({ index }) => changesets[index]?.sha.startsWith(at));
  const notes = at === "" || change ? [] : [`No level begins with the changeset ${at.slice(0, 64)}.`];
  return { change, notes };
}

/** Runs of the levels that two states stand in; of the two changesets alone where that is one and the same level. */
function statesOf(history: SeriesTrend, { before = "", after = "" }: Omit<DistributionAsk, "series" | "branch">) {
  if (before === "" && after === "") return { sides: null, notes: [] };
  if (before === "" || after === "")
    return {
      sides: null,
      notes: ["Two states are held against each other: name both, a release or a changeset each."],
    };
  const [one, other] = [placeOf(history, before), placeOf(history, after)];
  const unknown = [one === undefined ? [before] : [], other === undefined ? [after] : []].flat();
  if (one === undefined || other === undefined)
    return {
      sides: null,
      notes: unknown.map(
        (name) => `${name.slice(0, 100)} is no release or changeset that was measured on this branch.`,
      ),
    };
  const levelAt = (index: number) => history.analysis.levels.find(({ from, to }) => index >= from && index < to);
  const [old, now] = [levelAt(one), levelAt(other)];
  if (old !== undefined && now !== undefined && old !== now)
    return {
      sides: [sideOf(history, before, old), sideOf(history, after, now)],
      notes: ["Of each, the runs of the level that it stands in."],
    };
  const alone = (label: string, index: number) => sideOf(history, label, { from: index, to: index + 1 });
  const note = `Both stand in the same level: nothing is known to have moved between them. These are the runs of the two changesets alone.`;
  return { sides: [alone(before, one), alone(after, other)], notes: [note] };
}

const SHORTEST_NAME = 7;

function placeOf({ releases, changesets }: SeriesTrend, name: string): number | undefined {
  const release = releases.find(({ tag }) => tag === name);
  if (release) return release.index;
  return name.length < SHORTEST_NAME ? undefined : changesets.find(({ sha }) => sha.startsWith(name))?.index;
}
