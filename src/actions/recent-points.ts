/** Points of series on the newest changesets of a branch: from memory where the whole history is there, else from the store. */
import { nextTurn } from "../store/next-turn.ts";
import type { SeriesRow } from "../store/runs.ts";
import { onePath } from "./compared-state.ts";
import type { Context } from "./context.ts";
import { type HistoryMemory, historyMemory } from "./history-memory.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import type { PointColumn } from "./point-columns.ts";
import { byStart } from "./run-ledger.ts";
import type { TrunkPlaces } from "./trunk-places.ts";

interface RecentPoints {
  readonly series: SeriesRow;
  /** By start. */
  readonly points: readonly PathPoint[];
}

const AT_ONCE = 50;

/** Of these landed changesets; as `pathPoints` of one path. */
export async function* recentPoints(
  ctx: Context,
  series: readonly SeriesRow[],
  shas: readonly string[],
): AsyncGenerator<RecentPoints> {
  const memory = historyMemory(ctx);
  for (let from = 0; from < series.length; from += AT_ONCE) {
    const some = series.slice(from, from + AT_ONCE);
    if (memory.isLoaded && some.every(({ id }) => memory.points.has(id))) {
      yield* await memory.inTurn(ctx, async (places) => await remembered(ctx, memory, places, { series: some, shas }));
      await nextTurn();
    } else yield* pathPoints(ctx, some, onePath(shas));
  }
}

async function remembered(
  ctx: Context,
  memory: HistoryMemory,
  places: TrunkPlaces,
  { series, shas }: { readonly series: readonly SeriesRow[]; readonly shas: readonly string[] },
): Promise<RecentPoints[]> {
  const columns = await memory.points.of(ctx, series);
  const wanted = new Set(shas);
  const standsFor = memory.ledger.shas.map((own, at) => [own, places.counted[at] ?? ""].find((sha) => wanted.has(sha)));
  return series.map((row) => {
    const column = columns.get(row.id);
    return { series: row, points: column === undefined ? [] : pointsIn(column, memory, standsFor) };
  });
}

function pointsIn(
  { runs, values, size, suspects }: PointColumn,
  { ledger }: HistoryMemory,
  standsFor: readonly (string | undefined)[],
): PathPoint[] {
  const found: PathPoint[] = [];
  for (let point = 0; point < size; point++) {
    const at = runs[point] as number;
    const sha = standsFor[ledger.facts.sha[at] as number];
    const run = ledger.runs[at];
    if (sha === undefined || run === undefined) continue;
    const { suite, block, cause, startedAt, acceptedAt, watchHash, packagesHash } = run;
    const facts = { run: run.run, suite, block, cause, startedAt, acceptedAt, watchHash, packagesHash };
    const excluded = run.excluded === "" ? (suspects.get(point) ?? "") : run.excluded;
    found.push({ ...facts, sha, excluded, value: values[point] as number });
  }
  return found.sort(byStart);
}
