/** How much of the creep budget of a branch is spent since its last release: waivers and small confirmed steps. */

import { analyzeSeries } from "../detect/change-points.ts";
import type { LandingOrder } from "../detect/landing-order.ts";
import { type Creep, creepBudget, type Spending } from "../gate/creep-spending.ts";
import type { Effect } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import { onePath } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { type PathPoint, pathPoints } from "./path-points.ts";
import { policyOfBranch } from "./policy-for.ts";
import { ordinalsOn, sightOf, visibleSeries } from "./read-series.ts";
import { byChangeset, type ChangesetRuns, changesetPoint } from "./series-history.ts";
import { visibleWaivers } from "./waivers.ts";

export interface BranchCreep extends Creep {
  readonly branch: string;
  /** The last release on the branch; null before the first, when everything counts. */
  readonly since: string | null;
}

export async function creepOfBranch(ctx: Context, caller: Caller, branch: string): Promise<BranchCreep> {
  return await ctx.known.derived(`creep ${branch} ${sightOf(caller)}`, () => creep(ctx, caller, branch));
}

async function creep(ctx: Context, caller: Caller, branch: string): Promise<BranchCreep> {
  const order = await ctx.known.landingOrder();
  const trunk = order.trunk(branch);
  const place = ordinalsOn(trunk);
  const releases = [...(await ctx.known.releases()).values()].flatMap(({ tag, sha }) => {
    const at = place.get(sha);
    return at === undefined ? [] : [{ tag, at }];
  });
  const last = releases.sort((a, b) => a.at - b.at).at(-1);
  const isSince = ({ at }: Placed): boolean => at > (last?.at ?? -1);
  const waived = (await waivedBy(ctx, caller, order, place)).filter(isSince);
  const isWaived = ({ series, sha }: Spending) =>
    waived.some(({ spending: one }) => one.series === series && one.sha === sha);
  const steps = (await stepsSince(ctx, caller, trunk, last?.at ?? -1)).filter(isSince);
  const all = [...waived, ...steps.filter(({ spending }) => !isWaived(spending))].sort((a, b) => a.at - b.at);
  const policy = await policyOfBranch(ctx, branch);
  return {
    branch,
    since: last?.tag ?? null,
    ...creepBudget(
      all.map(({ spending }) => spending),
      policy.creepBudget,
    ),
  };
}

type Place = ReadonlyMap<string, number>;

interface Placed {
  /** Ordinal in the branch. */
  readonly at: number;
  readonly spending: Spending;
}

/** What was waived and landed is spent, whether the waiver has ended since or not. */
async function waivedBy(ctx: Context, caller: Caller, order: LandingOrder, place: Place): Promise<Placed[]> {
  const waivers = (await visibleWaivers(ctx, caller)).filter(({ isRevoked }) => !isRevoked);
  return waivers.flatMap(({ sha: waivedSha, waives }) => {
    const sha = order.historyOf(waivedSha);
    const at = place.get(sha);
    if (waives.kind === "absence" || at === undefined) return [];
    return waives.series.map(({ series, name, worsening }) => ({
      at,
      spending: { series, name, by: "waiver" as const, sha, worsening },
    }));
  });
}

/** What a level before the release may have is read, too. */
async function stepsSince(ctx: Context, caller: Caller, trunk: readonly string[], release: number): Promise<Placed[]> {
  const place = ordinalsOn(trunk);
  const older = trunk.slice(0, release + 1);
  const paths = { ...onePath(trunk), older, onlyNewer: new Set(trunk.slice(release + 1)) };
  const steps: Placed[] = [];
  for await (const { series, points } of pathPoints(ctx, await visibleSeries(ctx, caller), paths))
    steps.push(...stepsOf(series, byChangeset(points, trunk), place));
  return steps;
}

function stepsOf(series: SeriesRow, runs: readonly ChangesetRuns<PathPoint>[], place: Place): Placed[] {
  const name = `${series.metric} of ${series.benchmark} on ${series.rig}`;
  const measured = runs.filter(({ usable }) => usable.length > 0);
  return analyzeSeries(measured.map(changesetPoint), { unit: series.unit })
    .changes.filter(({ state }) => state === "confirmed")
    .flatMap(({ index, effect }) => {
      const sha = measured[index]?.sha ?? "";
      const at = place.get(sha);
      const worsening = worseningOf(effect, series.better);
      return at === undefined
        ? []
        : [{ at, spending: { series: series.id, name, by: "step" as const, sha, worsening } }];
    });
}

/** On the log scale; differences without a ratio spend nothing that could be added up. */
function worseningOf({ scale, value }: Effect, better: "higher" | "lower"): number {
  if (scale !== "ratio" || value <= 0) return 0;
  return better === "higher" ? -Math.log(value) : Math.log(value);
}
