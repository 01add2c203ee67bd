/** What series measured on two histories, by column: from memory where the whole history is there, else from the store. */
import { unitFactor } from "../model/unit.ts";
import type { LedgerRun } from "../store/ledger-store.ts";
import { nextTurn } from "../store/next-turn.ts";
import type { MeasuredRun, SeriesRow, StoredPoint } from "../store/runs.ts";
import { startOrder } from "../store/start-order.ts";
import type { Paths } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { type EvidenceRun, RunList, type SeriesEvidence } from "./evidence.ts";
import { type HistoryMemory, historyMemory } from "./history-memory.ts";
import { MOST_CHANGESETS } from "./landing-place.ts";
import type { PointColumn } from "./point-columns.ts";
import type { TrunkPlaces } from "./trunk-places.ts";

/** The sha is where it counts in history. */
export type PathRun = EvidenceRun & Pick<StoredPoint, "suite">;

/** In the series' unit, by start. */
export interface PathEvidence extends SeriesEvidence<PathRun> {
  readonly series: SeriesRow;
}

/** Series of one reading, and so many of the store that a thousand changesets of them come at once. */
const AT_ONCE = 50;
const CELLS_AT_ONCE = 100_000;

/** The changesets whose runs are read. */
export function pathShas({ older, onlyOlder, onlyNewer }: Paths): string[] {
  const shared = older.slice(0, older.length - onlyOlder.size);
  return [...shared.slice(-MOST_CHANGESETS), ...onlyOlder, ...onlyNewer];
}

/** Where the two part, which the same changesets do not say: a parent that is told later joins them at another one. */
export function partingOf({ isBackwards, forkedAt, older, onlyOlder, onlyNewer }: Paths) {
  return [isBackwards, forkedAt, older.length - onlyOlder.size, [...onlyOlder], [...onlyNewer]] as const;
}

/** Every series, with all that is new in either state, and with what a level may have before it. */
export async function* pathEvidence(
  ctx: Context,
  series: readonly SeriesRow[],
  paths: Paths,
): AsyncGenerator<PathEvidence> {
  const memory = historyMemory(ctx);
  const shas = pathShas(paths);
  const names = new RunNames(new Set(shas));
  const ofStore = Math.max(AT_ONCE, Math.floor(CELLS_AT_ONCE / Math.max(1, shas.length)));
  for (let from = 0; from < series.length; ) {
    const some = series.slice(from, from + AT_ONCE);
    if (memory.isLoaded && some.every(({ id }) => memory.points.has(id))) {
      yield* await memory.inTurn(ctx, async (places) => await remembered(ctx, { memory, places, names }, some));
      from += AT_ONCE;
      await nextTurn();
    } else {
      yield* await stored(ctx, names, shas, series.slice(from, from + ofStore));
      from += ofStore;
    }
  }
}

/** A run is one object for all series that it counts alike for, however they were read. */
class RunNames {
  readonly shas: ReadonlySet<string>;
  readonly none = new RunList<PathRun>();
  readonly #known = new Map<string, PathRun>();
  readonly #remembered = new Map<LedgerRun, PathRun>();

  constructor(shas: ReadonlySet<string>) {
    this.shas = shas;
  }

  /** `suspect`: why the single point never blocks; empty when it may. */
  of(run: Omit<PathRun, "sha">, sha: string, suspect: string): PathRun {
    const excluded = run.excluded === "" ? suspect : run.excluded;
    const key = `${run.run} ${excluded}`;
    const known = this.#known.get(key);
    if (known?.sha === sha) return known;
    const { suite, block, cause, startedAt, acceptedAt, watchHash, packagesHash } = run;
    const facts = { suite, block, cause, startedAt, acceptedAt, watchHash, packagesHash };
    const named = { run: run.run, sha, excluded, ...facts };
    this.#known.set(key, named);
    return named;
  }

  /** The same of a run that is held in memory, as most of its points are: found without its name. */
  ofMemory(run: LedgerRun, sha: string): PathRun {
    const known = this.#remembered.get(run);
    if (known?.sha === sha && known.excluded === run.excluded) return known;
    const named = this.of(run, sha, "");
    this.#remembered.set(run, named);
    return named;
  }
}

async function stored(
  ctx: Context,
  names: RunNames,
  shas: readonly string[],
  series: readonly SeriesRow[],
): Promise<PathEvidence[]> {
  const order = await ctx.known.landingOrder();
  const wanted = [...new Set(shas.flatMap((sha) => order.countedAs(sha)))];
  const ids = series.map(({ id }) => id);
  const found = series.map((): Gathered => ({ list: names.none, values: [] }));
  for (const run of await ctx.store.measuredRuns(wanted, ids)) {
    const sha = names.shas.has(run.sha) ? run.sha : order.historyOf(run.sha);
    keep(run, sha, { names, series, found });
  }
  return series.map((one, at) => {
    const { list, values } = found[at] as Gathered;
    return { series: one, runs: list.runs, values };
  });
}

interface Gathered {
  list: RunList<PathRun>;
  readonly values: number[];
}

interface Keeping {
  readonly names: RunNames;
  readonly series: readonly SeriesRow[];
  readonly found: readonly Gathered[];
}

function keep(run: MeasuredRun, sha: string, { names, series, found }: Keeping): void {
  for (const { unit, suspect, series: places, values } of run.measured) {
    const named = names.of(run, sha, suspect);
    for (let at = 0; at < places.length; at++) {
      const [row, into] = [series[places[at] as number], found[places[at] as number]];
      if (row === undefined || into === undefined) continue;
      into.list = into.list.with(named);
      into.values.push((values[at] as number) * unitFactor(unit, row.unit));
    }
  }
}

interface Remembering {
  readonly memory: HistoryMemory;
  readonly places: TrunkPlaces;
  readonly names: RunNames;
}

async function remembered(
  ctx: Context,
  { memory, places, names }: Remembering,
  series: readonly SeriesRow[],
): Promise<PathEvidence[]> {
  const columns = await memory.points.of(ctx, series);
  const standsFor = memory.ledger.shas.map((own, at) =>
    [own, places.counted[at] ?? ""].find((sha) => names.shas.has(sha)),
  );
  return series.map((row) => {
    const column = columns.get(row.id);
    if (column === undefined) return { series: row, runs: [], values: [] };
    const wanted = wantedPoints(column, memory, standsFor);
    let list = names.none;
    for (const point of wanted) {
      const at = column.runs[point] as number;
      const [run, sha] = [memory.ledger.runs[at] as LedgerRun, standsFor[memory.ledger.facts.sha[at] as number] ?? ""];
      const suspect = column.suspects.get(point);
      list = list.with(suspect === undefined ? names.ofMemory(run, sha) : names.of(run, sha, suspect));
    }
    return { series: row, runs: list.runs, values: wanted.map((point) => column.values[point] as number) };
  });
}

/** Places in the column, by start. */
function wantedPoints(
  { runs, size }: PointColumn,
  { ledger }: HistoryMemory,
  standsFor: readonly (string | undefined)[],
): number[] {
  const { sha, started } = ledger.facts;
  const wanted: number[] = [];
  let [last, isOrdered] = [Number.NEGATIVE_INFINITY, true];
  for (let point = 0; point < size; point++) {
    const at = runs[point] as number;
    if (standsFor[sha[at] as number] === undefined) continue;
    const start = started[at] as number;
    isOrdered &&= last < start;
    last = start;
    wanted.push(point);
  }
  const run = (point: number) => ledger.runs[runs[point] as number] as LedgerRun;
  return isOrdered ? wanted : wanted.sort((one, other) => startOrder(run(one), run(other)));
}
