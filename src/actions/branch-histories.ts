/** Change points of every series on every branch where it was measured: what has not changed since is not analysed again. */
import { analyzeValues } from "../detect/change-points.ts";
import type { AcceptedState } from "../model/epoch.ts";
import type { SeriesAnalysis } from "../model/series.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import { nextTurn } from "../store/next-turn.ts";
import type { SeriesRow } from "../store/runs.ts";
import { columnHistory } from "./column-history.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { type HistoryMemory, historyMemory } from "./history-memory.ts";
import type { PointColumn } from "./point-columns.ts";
import type { TrunkPlaces } from "./trunk-places.ts";

/** Changesets of a small multiple, where there are more: the series' page has the others. */
export const LATELY = 100;

export interface BranchHistory {
  readonly row: SeriesRow;
  readonly branch: string;
  /** Landed changesets of the branch, tested or not, oldest first. */
  readonly trunk: readonly string[];
  /** Measured changesets in landing order: what the indexes of the analysis count. */
  readonly shas: readonly string[];
  readonly analysis: SeriesAnalysis;
  /** What was measured at the newest of them, `LATELY` at the most: medians in the series' unit. */
  readonly lately: Float64Array;
  /** Of the rig, at each of them. */
  readonly epochs: readonly string[];
  /** RFC 3339 start of the newest run. */
  readonly newestRun: string;
}

/** What follows from the series' points and their order. */
interface KeptHistory extends Omit<BranchHistory, "row" | "trunk"> {
  /** Hash of the values that were analysed. */
  readonly of: string;
}

interface Kept {
  readonly version: string;
  readonly histories: readonly KeptHistory[];
}

/** Series read and analysed together; others are answered in between. */
const AT_ONCE = 50;

/** Time: reading and analysing the series that something arrived for. Memory: change points, and lists that series share. */
export async function branchHistories(ctx: Context): Promise<readonly BranchHistory[]> {
  return await historiesIn(historyMemory(ctx), ctx);
}

export async function historiesIn(memory: HistoryMemory, ctx: Context): Promise<readonly BranchHistory[]> {
  return await memory.inTurn(ctx, async (places) => {
    const rows = [...(await ctx.known.series()).values()];
    const kept = await broughtUpToDate(ctx, memory, places, rows);
    memory.isLoaded = true;
    return rows.flatMap((row) =>
      (kept.get(row.id)?.histories ?? []).map(({ of: _, ...one }) => ({
        ...one,
        row,
        trunk: places.order.trunk(one.branch),
      })),
    );
  });
}

const keptBy = onceForEach((_: HistoryMemory) => new Map<string, Kept>());

async function broughtUpToDate(
  ctx: Context,
  memory: HistoryMemory,
  places: TrunkPlaces,
  rows: readonly SeriesRow[],
): Promise<ReadonlyMap<string, Kept>> {
  const kept = keptBy(memory);
  const accepted = groupedBy(await ctx.known.acceptedStates(), ([, { rig }]) => rig);
  const said = new Map([...accepted].map(([rig, states]) => [rig, JSON.stringify(states)]));
  const versionOf = (row: SeriesRow) => `${memory.version(row)} ${said.get(row.rig) ?? ""}`;
  const stale = rows.filter((row) => kept.get(row.id)?.version !== versionOf(row));
  const lists = new SharedLists();
  for (let from = 0; from < stale.length; from += AT_ONCE) {
    const some = stale.slice(from, from + AT_ONCE);
    const columns = await memory.points.of(ctx, some);
    for (const row of some) {
      const around = { memory, places, lists, accepted: new Map(accepted.get(row.rig)) };
      const before = kept.get(row.id)?.histories ?? [];
      const histories = historiesOf(ctx, { row, column: columns.get(row.id) as PointColumn, before }, around);
      kept.set(row.id, { version: versionOf(row), histories });
    }
    await nextTurn();
  }
  return kept;
}

interface Of {
  readonly row: SeriesRow;
  readonly column: PointColumn;
  readonly before: readonly KeptHistory[];
}

interface Around {
  readonly memory: HistoryMemory;
  readonly places: TrunkPlaces;
  readonly lists: SharedLists;
  readonly accepted: ReadonlyMap<string, AcceptedState>;
}

function historiesOf(
  ctx: Context,
  { row, column, before }: Of,
  { memory, places, lists, accepted }: Around,
): KeptHistory[] {
  const { ledger } = memory;
  return branchesOf(column, memory, places).flatMap((branch) => {
    const ordinals = places.ordinals(branch);
    const found = columnHistory({ column, ledger, ordinals, rig: row.rig, accepted });
    if (found.values.length === 0) return [];
    const trunk = places.order.trunk(branch);
    const of = ctx.sha256(bytesOf(found.values));
    const known = before.find((one) => one.branch === branch && one.of === of);
    const shas = found.ordinals.map((ordinal) => trunk[ordinal] ?? "");
    return {
      ...{ branch, of },
      shas: lists.shared(`shas ${row.rig} ${branch}`, shas),
      epochs: lists.shared(`epochs ${row.rig} ${branch}`, found.epochs),
      lately: found.values.slice(-LATELY),
      analysis: known?.analysis ?? analyzeValues(found.values, { unit: row.unit }),
      newestRun: new Date(found.newestRun).toISOString(),
    };
  });
}

function branchesOf({ runs, size }: PointColumn, { ledger }: HistoryMemory, places: TrunkPlaces): string[] {
  const found = new Set<string>();
  for (let point = 0; point < size; point++) found.add(places.branchOf(runs[point] as number, ledger));
  return [...found].sort();
}

/** A character a byte, each byte another one: far sooner made than numbers in words. */
const bytesOf = (values: Float64Array): string => ONE_BYTE.decode(values);
const ONE_BYTE = new TextDecoder("windows-1252");

/** The series of a rig are mostly measured by the same runs: equal lists, one after the other, are one. */
class SharedLists {
  readonly #last = new Map<string, readonly string[]>();

  shared(name: string, list: readonly string[]): readonly string[] {
    const last = this.#last.get(name);
    if (last?.length === list.length && list.every((one, at) => one === last[at])) return last;
    this.#last.set(name, list);
    return list;
  }
}
