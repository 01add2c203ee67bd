/** How much of the creep budget of a branch is spent since its last release: waivers and small confirmed steps. */

import type { LandingOrder } from "../detect/landing-order.ts";
import { type Creep, creepBudget, type Spending } from "../gate/creep-spending.ts";
import type { Effect } from "../model/series.ts";
import type { Caller, Context } from "./context.ts";
import { policyOfBranch } from "./policy-for.ts";
import { type SeriesHistory, seriesHistories, sightOf, visibleSeries } from "./read-series.ts";
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
  const place = new Map(trunk.map((sha, index) => [sha, index]));
  const releases = [...(await ctx.known.releases()).values()].flatMap(({ tag, sha }) => {
    const at = place.get(sha);
    return at === undefined ? [] : [{ tag, at }];
  });
  const last = releases.sort((a, b) => a.at - b.at).at(-1);
  const isSince = ({ at }: Placed): boolean => at > (last?.at ?? -1);
  const waived = (await waivedBy(ctx, caller, order, place)).filter(isSince);
  const isWaived = ({ series, sha }: Spending) =>
    waived.some(({ spending: one }) => one.series === series && one.sha === sha);
  const histories = await seriesHistories(ctx, await visibleSeries(ctx, caller), branch);
  const steps = histories.flatMap((history) => stepsOf(history, place)).filter(isSince);
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

interface Placed {
  /** Ordinal in the branch. */
  readonly at: number;
  readonly spending: Spending;
}

/** What was waived and landed is spent, whether the waiver has ended since or not. */
async function waivedBy(
  ctx: Context,
  caller: Caller,
  order: LandingOrder,
  place: ReadonlyMap<string, number>,
): Promise<Placed[]> {
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

function stepsOf({ series, changesets, analysis }: SeriesHistory, place: ReadonlyMap<string, number>): Placed[] {
  const name = `${series.metric} of ${series.benchmark} on ${series.rig}`;
  return analysis.changes
    .filter(({ state }) => state === "confirmed")
    .flatMap(({ index, effect }) => {
      const sha = changesets[index]?.sha ?? "";
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
