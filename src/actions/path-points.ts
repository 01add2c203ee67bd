/** Points of series on two histories, some series at a time: what is read does not grow with what lies before them. */
import { unitFactor } from "../model/unit.ts";
import type { MeasuredRun, SeriesRow, StoredPoint } from "../store/runs.ts";
import type { Paths } from "./compared-state.ts";
import type { Context } from "./context.ts";
import type { EvidencePoint } from "./evidence.ts";
import { MOST_CHANGESETS } from "./landing-place.ts";

/** The value is in the series' unit, the sha where it counts in history. */
export type PathPoint = EvidencePoint & Pick<StoredPoint, "suite">;

const SERIES_AT_ONCE = 50;

/** The changesets whose runs are read. */
export function pathShas({ older, onlyOlder, onlyNewer }: Paths): string[] {
  const shared = older.slice(0, older.length - onlyOlder.size);
  return [...shared.slice(-MOST_CHANGESETS), ...onlyOlder, ...onlyNewer];
}

/** Every series with its points by start: of all that is new in either state, and of what a level may have before it. */
export async function* pathPoints(
  ctx: Context,
  series: readonly SeriesRow[],
  paths: Paths,
): AsyncGenerator<{ readonly series: SeriesRow; readonly points: readonly PathPoint[] }> {
  const order = await ctx.known.landingOrder();
  const shas = pathShas(paths);
  const known = new Set(shas);
  const names = [...new Set(shas.flatMap((sha) => order.countedAs(sha)))];
  for (let at = 0; at < series.length; at += SERIES_AT_ONCE) {
    const some = series.slice(at, at + SERIES_AT_ONCE);
    const points = some.map((): PathPoint[] => []);
    const runs = await ctx.store.measuredRuns(
      names,
      some.map(({ id }) => id),
    );
    for (const run of runs) keep(run, known.has(run.sha) ? run.sha : order.historyOf(run.sha), some, points);
    for (const [index, one] of some.entries()) yield { series: one, points: points[index] ?? [] };
  }
}

function keep(run: MeasuredRun, sha: string, rows: readonly SeriesRow[], points: readonly PathPoint[][]): void {
  const { suite, block, cause, startedAt, acceptedAt, watchHash, packagesHash } = run;
  for (const { unit, suspect, series, values } of run.measured) {
    const excluded = run.excluded === "" ? suspect : run.excluded;
    for (const [index, place] of series.entries()) {
      const row = rows[place];
      if (row === undefined) continue;
      const factor = unitFactor(unit, row.unit);
      const value = (values[index] ?? Number.NaN) * factor;
      const facts = { suite, block, cause, startedAt, acceptedAt, excluded, watchHash, packagesHash };
      points[place]?.push({ ...facts, run: run.run, sha, value });
    }
  }
}
