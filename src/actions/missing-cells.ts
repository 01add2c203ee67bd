/** What the history measures and this changeset does not: cells, not machines, so that one absent rig blocks nobody. */
import { missingCells } from "../gate/required-cells.ts";
import type { Policy } from "../model/policy.ts";
import type { Missing } from "../model/verdict.ts";
import type { SeriesRow } from "../store/runs.ts";
import { type Context, STRANGER } from "./context.ts";
import { canSee } from "./read-series.ts";
import { rigsAway } from "./rig-away.ts";

/** A series is expected when at least half of the last measured landed changesets have it. */
const LOOK_BACK = 5;
export interface ExpectedSeries {
  readonly series: SeriesRow;
  /** In how many of the last measured changesets, of how many. */
  readonly seen: number;
  readonly of: number;
}

/**
 * `tested`: landed changesets with usable, scheduled runs, nearest first; the last measured ones of them tell. A rig that
 * is away is not waited for.
 */
export async function expectedSeries(
  ctx: Context,
  tested: readonly string[],
  visible: ReadonlyMap<string, SeriesRow>,
): Promise<ExpectedSeries[]> {
  const last = new Set<string>();
  const seen = new Map<string, number>();
  for (let at = 0; at < tested.length && last.size < LOOK_BACK; at += LOOK_BACK) {
    const some = tested.slice(at, at + LOOK_BACK);
    const measured = await ctx.store.measured(some);
    for (const sha of some.filter((one) => measured.has(one)).slice(0, LOOK_BACK - last.size)) {
      last.add(sha);
      for (const series of measured.get(sha) ?? []) seen.set(series, (seen.get(series) ?? 0) + 1);
    }
  }
  const away = await rigsAway(ctx);
  return [...visible.values()].flatMap((series) => {
    if (away.has(series.rig)) return [];
    const count = seen.get(series.id) ?? 0;
    return count > 0 && count * 2 >= last.size ? [{ series, seen: count, of: last.size }] : [];
  });
}

interface MissingAsk {
  readonly expected: readonly ExpectedSeries[];
  readonly visible: ReadonlyMap<string, SeriesRow>;
  /** Series of which the candidate has a usable run. */
  readonly usable: ReadonlySet<string>;
  /** When its first run of all started; infinite before. */
  readonly firstRun: number;
}

/** What the policy requires, where it names any cell; otherwise what recent changesets let expect. */
export async function missingOf(
  ctx: Context,
  policy: Policy,
  { expected, visible, usable, firstRun }: MissingAsk,
): Promise<readonly Missing[]> {
  if (policy.cells.length === 0) return expectedCells(expected, visible, usable);
  const known = await ctx.known.rigs();
  const gone = await rigsAway(ctx);
  const away = new Map([...(await ctx.known.away())].filter(([rig]) => gone.has(rig)));
  const measured = [...usable].flatMap((id) => visible.get(id) ?? []);
  const seen = new Set([...visible.values()].map(({ rig }) => rig));
  return missingCells(policy.cells, {
    measured: measured.map((series) => ({ ...series, labels: known.get(series.rig)?.labels ?? [] })),
    rigs: [...known.values()]
      .filter((rig) => canSee(STRANGER, rig) || seen.has(rig.rig))
      .map(({ rig, labels = [] }) => ({ rig, labels, awayUntil: away.get(rig)?.until ?? null })),
    until: (hours) => (Number.isFinite(firstRun) ? minutesOf(new Date(firstRun + hours * HOUR)) : null),
  });
}

const HOUR = 3_600_000;

/** "2026-10-04 22:00 UTC". */
const minutesOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Cells of expected series that no usable run of the candidate has, on whatever rig; `measured` are those that have one. */
function expectedCells(
  expected: readonly ExpectedSeries[],
  visible: ReadonlyMap<string, SeriesRow>,
  measured: ReadonlySet<string>,
): Missing[] {
  const elsewhere = expected.filter(({ series }) => !measured.has(series.id));
  if (elsewhere.length === 0) return [];
  const have = new Set([...measured].map((series) => cellOf(visible.get(series))));
  const missing = new Map<string, Missing & { readonly rigs: string[] }>();
  for (const { series, seen, of } of elsewhere) {
    const cell = cellOf(series);
    const why = `${seen} of the last ${of} measured changesets have it, this one has no usable run of it on any rig`;
    if (have.has(cell)) continue;
    const known = missing.get(cell);
    if (known) known.rigs.push(series.rig);
    else missing.set(cell, { what: describe(series), why, rigs: [series.rig] });
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
