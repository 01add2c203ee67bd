/** What a reader may do about a changeset: let something through, or order more runs. */
import { matchesAny } from "../gate/selects.ts";
import { isWaivable } from "../gate/waivers.ts";
import type { ChangesetVerdict, SeriesVerdict } from "../model/verdict.ts";
import { type Caller, type Context, isAdmin } from "./context.ts";
import { policyFor } from "./policy-for.ts";
import { canSee } from "./read-series.ts";
import { orderFor, type ShownOrder, shownOrder } from "./work-orders.ts";

/** Runs that show which suites a rig has. */
const RECENT = 300;

export interface Retest {
  readonly rig: string;
  readonly suite: string;
}

export interface ChangesetActs {
  /** Series that fail and missing cells that this reader may let through; null where the reader may not waive. */
  readonly waivable: { readonly series: readonly SeriesVerdict[]; readonly cells: readonly string[] } | null;
  /** What may be measured again, by whom; null where the reader may not order runs. */
  readonly retests: readonly Retest[] | null;
  /** The order that was just made. */
  readonly ordered: ShownOrder | null;
}

/** `ordered`: the id of an order, from the address; one that is not the reader's to see is none. */
export async function changesetActs(
  ctx: Context,
  caller: Caller,
  verdict: ChangesetVerdict,
  ordered: string | undefined,
): Promise<ChangesetActs> {
  return {
    waivable: await waivableBy(ctx, caller, verdict),
    retests: await retestsBy(ctx, caller, verdict),
    ordered:
      ordered !== undefined && /^[0-9a-f]{32}$/.test(ordered) ? await orderOf(ctx, caller, verdict, ordered) : null,
  };
}

async function waivableBy(ctx: Context, caller: Caller, { sha, series, missing }: ChangesetVerdict) {
  if (!isAdmin(caller) && !caller.scopes.includes("waive")) return null;
  const { policy } = await policyFor(ctx, sha);
  if (!matchesAny(policy.waivers.who, caller.name)) return null;
  return {
    series: series.filter((one) => isWaivable(one) && one.waiver === null),
    cells: [...new Set(missing.map(({ cell, what }) => cell ?? what))],
  };
}

/** Suites of the rigs that measured it or that it waits for, as the rigs ran them lately. */
async function retestsBy(ctx: Context, caller: Caller, { series, missing }: ChangesetVerdict) {
  const all = await ctx.known.rigs();
  const orders = isAdmin(caller) || caller.scopes.includes("triage");
  if (!orders && !caller.scopes.some((scope) => scope.startsWith("rig-admin:"))) return null;
  const named = [...new Set([...series.map(({ rig }) => rig), ...missing.flatMap(({ rigs = [] }) => rigs)])];
  const rigs = named.filter((name) => {
    const rig = all.get(name);
    return rig !== undefined && canSee(caller, rig) && (orders || caller.scopes.includes(`rig-admin:${rig.vendor}`));
  });
  if (rigs.length === 0) return [];
  const runs = (await Promise.all(rigs.map((rig) => ctx.store.runs({ rigs: [rig], limit: RECENT })))).flat();
  const pairs = new Map(runs.map(({ rig, suite }) => [JSON.stringify([rig, suite]), { rig, suite }]));
  return [...pairs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
}

async function orderOf(
  ctx: Context,
  caller: Caller,
  { sha }: ChangesetVerdict,
  id: string,
): Promise<ShownOrder | null> {
  const stored = await orderFor(ctx, caller, id).catch(() => null);
  return stored?.order.sha === sha ? await shownOrder(ctx, stored) : null;
}
