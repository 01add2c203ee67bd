/** The promised matrix of a release as it stands, and what each organisation pledged and delivered. */
import { type CellMeasured, coverageOf, staleFrom } from "../gate/coverage.ts";
import type { Rig } from "../model/changeset.ts";
import type { ComparedState } from "../model/release-comparison.ts";
import type { CellCoverage, PledgeKept } from "../model/release-coverage.ts";
import type { CellMatrix, Pledge, Train } from "../model/train.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { visibleSeries } from "./read-series.ts";
import { releaseRange, trainOf } from "./release-range.ts";
import { rigHours } from "./rig-hours.ts";

const DAY = 86_400_000;
const STALE_AFTER_DAYS = 14;

export interface ReleaseCoverage {
  readonly cells: readonly CellCoverage[];
  readonly pledges: readonly PledgeKept[];
}

/** Of the rigs that the caller may see. Without a train nothing was promised. */
export async function releaseCoverage(ctx: Context, caller: Caller, release: ComparedState): Promise<ReleaseCoverage> {
  const train = await trainOf(ctx, release.name);
  if (train === null) return { cells: [], pledges: [] };
  const pledges = train.releases.find(({ tag }) => tag === release.name)?.pledges ?? [];
  const promised = train.cells ?? [];
  const benchmarks = new Set(
    [...promised, ...pledges.flatMap(({ cells = [] }) => cells)].flatMap((cell) => cell.benchmarks),
  );
  const measured = await measuredCells(ctx, caller, release, benchmarks);
  const oldest = await staleBefore(ctx, train, release);
  const cellsOf = (cells: readonly CellMatrix[], of = measured) =>
    coverageOf({ cells, measured: of, staleBefore: oldest });
  const hours = await rigHours(ctx, caller, { by: "vendor", release: release.name });
  const delivered = new Map(hours.items.map((one) => [one.of, one.hours]));
  const rigs = await ctx.known.rigs();
  return {
    cells: cellsOf(promised),
    pledges: pledges.map((pledge) => {
      const own = measured.filter(({ rig }) => rigs.get(rig)?.vendor === pledge.vendor);
      return kept(pledge, cellsOf(pledge.cells ?? [], own), delivered.get(pledge.vendor) ?? 0);
    }),
  };
}

function kept({ vendor, hours, cells }: Pledge, own: readonly CellCoverage[], hoursDelivered: number): PledgeKept {
  return {
    vendor,
    hoursPledged: hours ?? null,
    hoursDelivered,
    cellsPledged: cells === undefined ? null : own.length,
    cellsDelivered: own.filter(({ state }) => state === "measured").length,
  };
}

/** The newest usable run of each series among what is new in the release. */
async function measuredCells(
  ctx: Context,
  caller: Caller,
  release: ComparedState,
  benchmarks: ReadonlySet<string>,
): Promise<CellMeasured[]> {
  const own = new Set(await releaseRange(ctx, release));
  const order = await ctx.known.landingOrder();
  const series = (await visibleSeries(ctx, caller)).filter(({ benchmark }) => benchmarks.has(benchmark));
  const points = groupedBy(await ctx.store.points(series.map(({ id }) => id)), (point) => point.series);
  const rigs = await ctx.known.rigs();
  return series.flatMap(({ id, rig, benchmark, pairing }) => {
    const usable = (points.get(id) ?? [])
      .filter(({ excluded }) => excluded === "")
      .map(({ sha, startedAt }) => ({ sha: order.historyOf(sha), at: startedAt.toISOString() }))
      .filter(({ sha }) => own.has(sha));
    const labels = (rigs.get(rig) as Rig | undefined)?.labels ?? [];
    const newest = usable.filter(({ sha }) => sha === release.sha).at(-1) ?? usable.at(-1);
    if (newest === undefined) return [];
    return [{ rig, labels, benchmark, pairing, ...newest, isRelease: newest.sha === release.sha }];
  });
}

/** RFC 3339, UTC: what was measured before is stale in this release. */
export async function staleBefore(ctx: Context, train: Train, release: ComparedState): Promise<string> {
  const known = (await ctx.known.releases()).get(release.name);
  const out = known?.releasedAt === undefined ? null : Date.parse(known.releasedAt);
  const from = staleFrom(out, ctx.now().getTime());
  return new Date(from - (train.staleAfterDays ?? STALE_AFTER_DAYS) * DAY).toISOString();
}
