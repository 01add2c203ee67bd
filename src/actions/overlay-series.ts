/** Several series, branches or rigs over one another: what a reader named of them, as far as it can be drawn together. */
import type { LandingPlace } from "../charts/landing-axis.ts";
import { MOST_LINES, type OverlayChartData, type OverlayLine } from "../charts/overlay-data.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { Fault } from "../model/fault.ts";
import { unitFactor } from "../model/unit.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { lineLabels, lineTitle } from "./line-labels.ts";
import { acrossEpochs } from "./overlay-epochs.ts";
import { oneSeries, ordinalsOn } from "./read-series.ts";
import { type SeriesTrend, seriesTrend } from "./series-trend.ts";

export interface OverlayAsk {
  readonly series: string;
  /** Of the series itself; absent: the one with most points. */
  readonly branch?: string | undefined;
  /** Beside it: `ID`, or `ID@BRANCH`. */
  readonly lines: readonly string[];
  /** A release at which the level of each line is 1; absent: in the unit. */
  readonly relative?: string | undefined;
  /** Beginnings of the shas between which is shown, both included; the ends where absent or not there. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Overlay extends OverlayChartData {
  /** Why a line that was asked for is not drawn, and which drawn one is not of one rig throughout, in sentences. */
  readonly left: readonly string[];
}

/** A line with the history behind it. */
interface Strand {
  readonly history: SeriesTrend;
  /** What a value is multiplied by to be drawn. */
  readonly scale: number;
}

export async function overlaySeries(ctx: Context, caller: Caller, ask: OverlayAsk): Promise<Overlay> {
  const own = await seriesTrend(ctx, await oneSeries(ctx, caller, ask.series), ask.branch);
  const left: string[] = [];
  const relative = knownRelease(own, ask.relative, await ctx.known.releases(), left);
  const isOther = ({ series, branch }: SeriesTrend) => series.id !== own.series.id || branch !== own.branch;
  const histories = [own, ...(await others(ctx, caller, ask, left)).filter(isOther)];
  const strands = histories.flatMap((history) => strandOf(history, own, relative, left));
  const drawn = strands.slice(0, MOST_LINES);
  if (strands.length > MOST_LINES) {
    const beyond = strands.slice(MOST_LINES).map(({ history }) => nameOf(history));
    left.push(`${MOST_LINES} lines are drawn at the most, more cannot be told apart; left out: ${beyond.join("; ")}.`);
  }
  const { landing, placeOf } = placesOf(
    drawn.map(({ history }) => history),
    ask,
  );
  for (const { history } of drawn) {
    const epochs = history.epochs.filter((_, index) => placeOf(history, index) !== undefined);
    left.push(...[acrossEpochs(nameOf(history), epochs)].filter(Boolean));
  }
  const labels = lineLabels(drawn.map(({ history }) => history));
  return {
    title: lineTitle(drawn.map(({ history }) => history.series)),
    lines: drawn.map((strand, at) => lineOf(strand, labels[at] ?? "", placeOf)),
    landing,
    releases: own.releases.flatMap(({ tag, index }) => {
      const place = placeOf(own, index);
      return place === undefined ? [] : [{ tag, index: place }];
    }),
    relative,
    unit: own.series.unit,
    left,
  };
}

const MOST_READ = 2 * MOST_LINES;

async function others(ctx: Context, caller: Caller, ask: OverlayAsk, left: string[]): Promise<SeriesTrend[]> {
  const histories: SeriesTrend[] = [];
  // Some may not be drawable, so more are read than are drawn; reading all would be work for nothing.
  const lines = [...new Set(ask.lines)];
  if (lines.length > MOST_READ) left.push(`Only the first ${MOST_READ} lines were looked at.`);
  for (const line of lines.slice(0, MOST_READ)) {
    const [id = "", ...rest] = line.split("@");
    const branch = rest.join("@");
    try {
      const series = await oneSeries(ctx, caller, id);
      histories.push(await seriesTrend(ctx, series, branch === "" ? undefined : branch));
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== "not_found") throw error;
      left.push(`There is no series ${id.slice(0, 40)}.`);
    }
  }
  return histories;
}

function knownRelease(
  own: SeriesTrend,
  asked: string | undefined,
  releases: ReadonlyMap<string, unknown>,
  left: string[],
): string | null {
  if (asked === undefined || asked === "") return null;
  if (!releases.has(asked))
    left.push(`There is no release ${asked.slice(0, 100)}; values are shown in ${own.series.unit}.`);
  else if (!levelAt(own, asked))
    left.push(`There is no level, or one of 0, at ${asked} on this branch; values are shown in ${own.series.unit}.`);
  else return asked;
  return null;
}

/** Nothing where the line cannot be drawn beside the first; then it is said why. */
function strandOf(history: SeriesTrend, own: SeriesTrend, relative: string | null, left: string[]): Strand[] {
  const isOwn = history === own;
  if (!isOwn && history.changesets.length === 0) {
    left.push(`${nameOf(history)} has no usable run there.`);
    return [];
  }
  if (relative !== null) {
    const level = levelAt(history, relative);
    if (level !== undefined && level !== 0) return [{ history, scale: 1 / level }];
    left.push(`${nameOf(history)} has no level at ${relative} to be held against.`);
    return [];
  }
  const [unit, wanted] = [history.series.unit, own.series.unit];
  if (history.series.dimension !== own.series.dimension) {
    left.push(`${nameOf(history)} is in ${unit}, not in ${wanted}: relative to a release both can be drawn.`);
    return [];
  }
  return [{ history, scale: unitFactor(unit, wanted) }];
}

/** The level that a release stands in. */
function levelAt({ releases, analysis }: SeriesChartData, tag: string): number | undefined {
  const at = releases.find((release) => release.tag === tag)?.index;
  return at === undefined ? undefined : analysis.levels.find(({ from, to }) => at >= from && at < to)?.value;
}

function nameOf({ series, branch }: { readonly series: SeriesRow | SeriesTrend["series"]; readonly branch: string }) {
  return `${series.metric} of ${series.benchmark} on ${series.rig} (${branch})`;
}

type PlaceOf = (history: SeriesTrend, index: number) => number | undefined;

/**
 * A changeset's place is how many landed before it on its branch, counted among the places at which any line was
 * measured: what branches share is at the same place, and after a fork they run side by side.
 */
function placesOf(
  histories: readonly SeriesTrend[],
  { from, to }: OverlayAsk,
): { landing: LandingPlace[]; placeOf: PlaceOf } {
  const depths = new Map(histories.map((history) => [history, depthsOf(history)]));
  const facts = new Map<number, SeriesTrend["changesets"][number]>();
  for (const history of [...histories].reverse())
    for (const [index, row] of history.changesets.entries()) facts.set(depths.get(history)?.[index] ?? -1, row);
  const own = histories[0];
  const named = (sha = "") =>
    sha.length < 7 ? undefined : own?.changesets.find((row) => row.sha.startsWith(sha))?.index;
  const depthAt = (index: number | undefined, end: number) =>
    own === undefined || index === undefined ? end : (depths.get(own)?.[index] ?? end);
  const [first, last] = [depthAt(named(from), Number.NEGATIVE_INFINITY), depthAt(named(to), Number.POSITIVE_INFINITY)];
  const shown = [...facts.keys()].filter((depth) => depth >= first && depth <= last).sort((a, b) => a - b);
  const places = new Map(shown.map((depth, place) => [depth, place]));
  return {
    landing: shown.map((depth, index) => {
      const { position = null, committedAt } = facts.get(depth) ?? {};
      return { index, position, ...(committedAt !== undefined && { committedAt }) };
    }),
    placeOf: (history, index) => places.get(depths.get(history)?.[index] ?? -1),
  };
}

/** Of each measured changeset. */
function depthsOf({ trunk, changesets }: SeriesTrend): readonly number[] {
  const depth = ordinalsOn(trunk);
  return changesets.map(({ sha }) => depth.get(sha) ?? 0);
}

function lineOf({ history, scale }: Strand, label: string, placeOf: PlaceOf): OverlayLine {
  const { series, branch, changesets, analysis } = history;
  const rows = changesets.flatMap((row) => {
    const index = placeOf(history, row.index);
    const { value, low, high } = row;
    return index === undefined ? [] : [{ ...row, index, value: value * scale, low: low * scale, high: high * scale }];
  });
  const levels = analysis.levels.flatMap(({ from, to, value }) => {
    const places = Array.from({ length: to - from }, (_, i) => placeOf(history, from + i)).filter(isPlace);
    const [first, last] = [places[0], places.at(-1)];
    return first === undefined || last === undefined ? [] : [{ from: first, to: last + 1, value: value * scale }];
  });
  return { series: series.id, branch, label, better: series.better, rows, levels };
}

const isPlace = (place: number | undefined): place is number => place !== undefined;
