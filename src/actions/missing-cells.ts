/** What the history measures and this changeset does not: cells, not machines, so that one absent rig blocks nobody. */
import type { Missing } from "../model/verdict.ts";
import type { SeriesRow, StoredPoint } from "../store/store.ts";
import type { Context } from "./context.ts";

/** A series is expected when at least half of the last measured landed changesets have it. */
const LOOK_BACK = 5;
/** How far back measured changesets are looked for. */
const FARTHEST = 200;

export interface ExpectedSeries {
  readonly series: SeriesRow;
  /** In how many of the last measured changesets, of how many. */
  readonly seen: number;
  readonly of: number;
}

/** Series that scheduled, usable runs of the last measured landed changesets have, nearest first in `landed`. */
export async function expectedSeries(
  ctx: Context,
  landed: readonly string[],
  visible: ReadonlyMap<string, SeriesRow>,
): Promise<ExpectedSeries[]> {
  const recent = landed.slice(0, FARTHEST);
  const measured = await ctx.store.measured(recent);
  const withRuns = new Set(measured.map(({ sha }) => sha));
  const last = new Set(recent.filter((sha) => withRuns.has(sha)).slice(0, LOOK_BACK));
  const seen = new Map<string, number>();
  for (const { sha, series } of measured) if (last.has(sha)) seen.set(series, (seen.get(series) ?? 0) + 1);
  return [...visible.values()].flatMap((series) => {
    const count = seen.get(series.id) ?? 0;
    return count > 0 && count * 2 >= last.size ? [{ series, seen: count, of: last.size }] : [];
  });
}

/** Cells of expected series that no usable run of the candidate has, on whatever rig. */
export function missingCells(
  expected: readonly ExpectedSeries[],
  visible: ReadonlyMap<string, SeriesRow>,
  candidate: readonly StoredPoint[],
): Missing[] {
  const usable = candidate.filter(({ excluded }) => excluded === "");
  const have = new Set(usable.map(({ series }) => cellOf(visible.get(series))));
  const missing = new Map<string, Missing>();
  for (const { series, seen, of } of expected) {
    const cell = cellOf(series);
    const why = `${seen} of the last ${of} measured changesets have it, this one has no usable run of it on any rig`;
    if (!have.has(cell) && !missing.has(cell)) missing.set(cell, { what: describe(series), why });
  }
  return [...missing.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** A series without its rig. */
function cellOf(series: SeriesRow | undefined): string {
  if (!series) return "";
  const { benchmark, version, metric, parameters, pairing } = series;
  return JSON.stringify([benchmark, version, metric, Object.entries(parameters).sort(), pairing]);
}

function describe({ benchmark, metric, parameters }: SeriesRow): string {
  const said = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
  return `${benchmark} ${metric}${said.length > 0 ? ` (${said.join(", ")})` : ""}`;
}
