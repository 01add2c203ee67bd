/** One series' whole history for its page and its charts, from columns: runs become objects where somebody looks at them. */
import type { ChangesetRow, ExcludedRow, SeriesChartData } from "../charts/series-data.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { SeriesRow, StoredPoint } from "../store/runs.ts";
import type { Store } from "../store/store.ts";
import type { RunKind, TrendColumns } from "../store/trend-columns.ts";
import type { Context } from "./context.ts";
import { KeptTrends, type Sized } from "./kept-trends.ts";
import { type ChangesetPlaces, placedTrend, valuesInUnit } from "./placed-trend.ts";
import { type Landing, landing, type OnBranch, releaseMarks } from "./read-series.ts";
import { seriesFindings, seriesLevels } from "./series-analysis.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import { changesetRow, excludedRows } from "./series-history.ts";
import { stateOfAll } from "./state-of-all.ts";

/** A run as a trend shows it, in the series' unit; the sha is where it counts in history. */
export type TrendPoint = Pick<StoredPoint, "sha" | "run" | "block" | "cause" | "excluded" | "startedAt" | "value">;

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
  return { trend: trendFrom(series, columns, around, branch), runs: columns.runs.length };
}

function trendFrom(series: SeriesRow, columns: TrendColumns, around: Landing, wanted?: string): SeriesTrend {
  const placed = placedTrend(columns, around, wanted);
  const runs = new Runs(series, columns);
  const measured = placed.changesets.filter(({ usable }) => usable.length > 0);
  const changesets = measured.map((one, index) => runs.row(one, index, around));
  const values = Float64Array.from(changesets, ({ value }) => value);
  const { branch, trunk, unplaced } = placed;
  return {
    ...{ series, branch, trunk, unplaced, changesets },
    analysis: seriesLevels(values, series.unit),
    findings: () => seriesFindings(values, series.unit),
    branches: placed.branches.filter((name) => around.order.trunk(name).length > 0),
    suite: columns.kinds[columns.kind.at(-1) ?? -1]?.suite ?? "",
    excluded: runs.excluded(placed.changesets),
    releases: releaseMarks(
      around.releases,
      trunk,
      measured.map(({ sha }) => sha),
    ),
    epochs: runs.epochs(measured, around),
    pointsOf: (from = 0, to = measured.length) => measured.slice(from, to).flatMap((one) => runs.points(one)),
  };
}

/** One run is of one block, whatever its name. */
const ONE_BLOCK = [""];

class Runs {
  readonly #columns: TrendColumns;
  readonly #values: Float64Array;
  readonly #rig: string;

  constructor(series: SeriesRow, columns: TrendColumns) {
    this.#columns = columns;
    this.#values = valuesInUnit(series, columns);
    this.#rig = series.rig;
  }

  row({ sha, usable }: ChangesetPlaces, index: number, { changesets }: Landing): ChangesetRow {
    const [only] = usable;
    if (only !== undefined && usable.length === 1)
      return changesetRow(index, { sha, values: [this.#values[only] as number], blocks: ONE_BLOCK }, changesets);
    const values = usable.map((run) => this.#values[run] as number);
    const blocks = usable.map((run) => this.#columns.blocks[run] as string);
    return changesetRow(index, { sha, values, blocks }, changesets);
  }

  points({ sha, usable, excluded }: ChangesetPlaces): TrendPoint[] {
    const { runs, blocks, started } = this.#columns;
    return [...usable, ...excluded].map((at) => ({
      sha,
      run: runs[at] as string,
      block: blocks[at] as string,
      cause: this.#kind(at).cause,
      excluded: this.#kind(at).excluded,
      startedAt: new Date(started[at] as number),
      value: this.#values[at] as number,
    }));
  }

  excluded(all: readonly ChangesetPlaces[]): ExcludedRow[] {
    return excludedRows(all, (run) => ({ value: this.#values[run] as number, why: this.#kind(run).excluded }));
  }

  /** Of each changeset the epoch of its newest run that counts. */
  epochs(measured: readonly ChangesetPlaces[], { accepted }: Landing): string[] {
    const { started, kinds } = this.#columns;
    if (kinds.every(({ watchHash }) => watchHash === "")) return measured.map(() => UNTOLD);
    let oldest: number | undefined;
    for (const { usable } of measured)
      for (const run of usable) {
        if (this.#kind(run).watchHash === "") continue;
        if (oldest === undefined || (started[run] as number) < (started[oldest] as number)) oldest = run;
      }
    if (oldest === undefined) return measured.map(() => UNTOLD);
    const first = { watchHash: this.#kind(oldest).watchHash, startedAt: new Date(started[oldest] as number) };
    const epochs = new SeriesEpochs(this.#rig, [first], "", accepted);
    return measured.map(({ usable }) => epochs.of(this.#kind(usable.at(-1) as number)));
  }

  #kind(run: number): RunKind {
    return this.#columns.kinds[this.#columns.kind[run] as number] as RunKind;
  }
}
