/** One series' whole history for its page and its charts, from columns: runs become objects where somebody looks at them. */
import type { ChangesetRow, ExcludedRow, SeriesChartData } from "../charts/series-data.ts";
import type { Changeset } from "../model/changeset.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { SeriesRow, StoredPoint } from "../store/runs.ts";
import type { Store } from "../store/store.ts";
import type { RunKind, TrendColumns } from "../store/trend-columns.ts";
import type { Context } from "./context.ts";
import { KeptTrends, type Sized } from "./kept-trends.ts";
import { type PlacedColumns, placedTrend, valuesInUnit } from "./placed-trend.ts";
import { type Landing, landing, type OnBranch, releaseMarks } from "./read-series.ts";
import { seriesFindings, seriesLevels } from "./series-analysis.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import { changesetRow, rowFigures, rowFiguresOfOne } from "./series-history.ts";
import { stateOfAll } from "./state-of-all.ts";

/** A run as a trend shows it, in the series' unit; the sha is where it counts in history. */
export interface TrendPoint extends Pick<StoredPoint, "sha" | "block" | "cause" | "excluded" | "value"> {
  /** Milliseconds since 1970. */
  readonly started: number;
}

/** Its analysis has no findings. */
export interface SeriesTrend extends OnBranch {
  readonly series: SeriesRow;
  /** Runs of the measured changesets [from, to), in landing order, of each first those that count. */
  pointsOf(from?: number, to?: number): TrendPoint[];
  /** What is told besides: it takes longer than the analysis. */
  findings(): SeriesChartData["analysis"]["findings"];
}

/** Runs of those that are kept of a store: four of the longest pages, some hundred bytes each. */
const ROOM = 200_000;
const keptBy = onceForEach((_: Store) => new KeptTrends<SeriesTrend>(ROOM));

/** `branch` absent: the one with most points. The same as long as nothing arrives; whoever asks may see the series. */
export async function seriesTrend(ctx: Context, series: SeriesRow, branch?: string): Promise<SeriesTrend> {
  const key = JSON.stringify([series.id, branch ?? null]);
  return await keptBy(ctx.store).of(await stateOfAll(ctx), key, () => readTrend(ctx, series, branch));
}

async function readTrend(ctx: Context, series: SeriesRow, branch?: string): Promise<Sized<SeriesTrend>> {
  const [columns, around] = await Promise.all([ctx.store.ledger.trend(series), landing(ctx)]);
  return { trend: trendFrom(series, columns, around, branch), runs: columns.values.length };
}

function trendFrom(series: SeriesRow, columns: TrendColumns, around: Landing, wanted?: string): SeriesTrend {
  const { placed, branch, branches, trunk, unplaced } = placedTrend(columns, around, wanted);
  const runs = new Runs(series, columns, placed);
  const changesets = runs.rows();
  const values = new Float64Array(changesets.length);
  for (let index = 0; index < values.length; index++) values[index] = changesets[index]?.value as number;
  return {
    ...{ series, branch, trunk, unplaced, changesets },
    analysis: seriesLevels(values, series.unit),
    findings: () => seriesFindings(values, series.unit),
    branches: branches.filter((name) => around.order.trunk(name).length > 0),
    suite: columns.kinds[columns.kind.at(-1) ?? -1]?.suite ?? "",
    excluded: runs.excluded(),
    releases: releaseMarks(around.releases, trunk, changesets),
    epochs: runs.epochs(around),
    pointsOf: (from = 0, to = changesets.length) => runs.points(from, to),
  };
}

class Runs {
  readonly #columns: TrendColumns;
  readonly #values: Float64Array;
  readonly #rig: string;
  readonly #placed: PlacedColumns;
  /** Places of the changesets of which a run counts. */
  readonly #measured: readonly number[];

  constructor(series: SeriesRow, columns: TrendColumns, placed: PlacedColumns) {
    this.#columns = columns;
    this.#values = valuesInUnit(series, columns);
    this.#rig = series.rig;
    this.#placed = placed;
    const measured: number[] = [];
    for (let nth = 0; nth < placed.changesets.length; nth++) if (this.#counts(nth)) measured.push(nth);
    this.#measured = measured;
  }

  rows(): ChangesetRow[] {
    const { changesets } = this.#placed;
    return this.#measured.map((nth, index) => changesetRow(index, changesets[nth] as Changeset, this.#measuredAt(nth)));
  }

  /** Of the measured changesets [from, to). */
  points(from: number, to: number): TrendPoint[] {
    const { blocks, started } = this.#columns;
    const { changesets, runs, from: begins } = this.#placed;
    const points: TrendPoint[] = [];
    for (const nth of this.#measured.slice(from, to)) {
      const { sha } = changesets[nth] as Changeset;
      for (let at = begins[nth] as number; at < (begins[nth + 1] as number); at++) {
        const run = runs[at] as number;
        const { cause, excluded } = this.#kind(run);
        points.push({
          sha,
          block: blocks[run] as string,
          cause,
          excluded,
          started: started[run] as number,
          value: this.#values[run] as number,
        });
      }
    }
    return points;
  }

  /** At their changeset's place, or between its neighbours where no run of it counts. */
  excluded(): ExcludedRow[] {
    const { changesets, runs, from, counting } = this.#placed;
    const rows: ExcludedRow[] = [];
    let index = -1;
    for (let nth = 0; nth < changesets.length; nth++) {
      if (this.#counts(nth)) index++;
      for (let at = counting[nth] as number; at < (from[nth + 1] as number); at++) {
        const run = runs[at] as number;
        rows.push({
          index: this.#counts(nth) ? index : index + 0.5,
          sha: (changesets[nth] as Changeset).sha,
          value: this.#values[run] as number,
          why: this.#kind(run).excluded,
        });
      }
    }
    return rows;
  }

  /** Of each measured changeset the epoch of its newest run that counts. */
  epochs({ accepted }: Landing): string[] {
    const { started, kinds } = this.#columns;
    if (kinds.every(({ watchHash }) => watchHash === "")) return this.#measured.map(() => UNTOLD);
    const { runs, from, counting } = this.#placed;
    let oldest: number | undefined;
    for (const nth of this.#measured)
      for (let at = from[nth] as number; at < (counting[nth] as number); at++) {
        const run = runs[at] as number;
        if (this.#kind(run).watchHash === "") continue;
        if (oldest === undefined || (started[run] as number) < (started[oldest] as number)) oldest = run;
      }
    if (oldest === undefined) return this.#measured.map(() => UNTOLD);
    const first = { watchHash: this.#kind(oldest).watchHash, startedAt: new Date(started[oldest] as number) };
    const epochs = new SeriesEpochs(this.#rig, [first], "", accepted);
    return this.#measured.map((nth) => epochs.of(this.#kind(runs[(counting[nth] as number) - 1] as number)));
  }

  #counts(nth: number): boolean {
    return (this.#placed.counting[nth] as number) > (this.#placed.from[nth] as number);
  }

  #measuredAt(nth: number) {
    const { runs, from, counting } = this.#placed;
    const [begin, end] = [from[nth] as number, counting[nth] as number];
    if (end - begin === 1) return rowFiguresOfOne(this.#values[runs[begin] as number] as number);
    const mine = Array.from(runs.subarray(begin, end));
    return rowFigures(
      mine.map((run) => this.#values[run] as number),
      mine.map((run) => this.#columns.blocks[run] as string),
    );
  }

  #kind(run: number): RunKind {
    return this.#columns.kinds[this.#columns.kind[run] as number] as RunKind;
  }
}
