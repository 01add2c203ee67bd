/** What the history measures and this changeset does not: cells, not machines, so that one absent rig blocks nobody. */
import type { Missing } from "../model/verdict.ts";
import type { SeriesRow, StoredPoint } from "../store/store.ts";
import type { Context } from "./context.ts";

/** A cell is expected when at least half of the last measured landed changesets have it. */
const LOOK_BACK = 5;
/** How far back measured changesets are looked for. */
const FARTHEST = 200;

export async function missingCells(
  ctx: Context,
  landed: readonly string[],
  visible: ReadonlyMap<string, SeriesRow>,
  candidate: readonly StoredPoint[],
): Promise<Missing[]> {
  const recent = landed.slice(0, FARTHEST);
  const measured = (await ctx.store.measured(recent)).filter(({ series }) => visible.has(series));
  const withRuns = new Set(measured.map(({ sha }) => sha));
  const last = new Set(recent.filter((sha) => withRuns.has(sha)).slice(0, LOOK_BACK));
  const seen = new Map<string, { series: SeriesRow; shas: Set<string> }>();
  for (const { sha, series } of measured) {
    const row = visible.get(series);
    if (!row || !last.has(sha)) continue;
    const cell = seen.get(cellOf(row)) ?? { series: row, shas: new Set() };
    cell.shas.add(sha);
    seen.set(cellOf(row), cell);
  }
  const have = new Set(
    candidate.filter(({ excluded }) => excluded === "").flatMap(({ series }) => cells(visible.get(series))),
  );
  return [...seen]
    .filter(([cell, { shas }]) => shas.size * 2 >= last.size && !have.has(cell))
    .map(([, { series, shas }]) => ({
      what: describe(series),
      why: `${shas.size} of the last ${last.size} measured changesets have it, this one has no usable run of it on any rig`,
    }))
    .sort((a, b) => (a.what < b.what ? -1 : 1));
}

const cells = (series: SeriesRow | undefined): string[] => (series ? [cellOf(series)] : []);

/** A series without its rig. */
function cellOf({ benchmark, version, metric, parameters, pairing }: SeriesRow): string {
  return JSON.stringify([benchmark, version, metric, Object.entries(parameters).sort(), pairing]);
}

function describe({ benchmark, metric, parameters }: SeriesRow): string {
  const said = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
  return `${benchmark} ${metric}${said.length > 0 ? ` (${said.join(", ")})` : ""}`;
}
