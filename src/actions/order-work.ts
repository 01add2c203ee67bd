/** A person orders runs of a rig, or cancels an order. */

import { Fault } from "../model/fault.ts";
import type { WorkOrder } from "../model/work-order.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { isOpen } from "./lease-state.ts";
import { hoursOfRuns, orderId } from "./plan-work.ts";
import { canSee } from "./read-series.ts";
import { record } from "./record.ts";
import { orderFor, type ShownOrder, shownOrder } from "./work-orders.ts";

export interface ManualAsk extends Pick<WorkOrder, "rig" | "suite" | "sha" | "runs" | "blocks" | "why"> {
  readonly baseline?: string | undefined;
}

/** The same request while it is open is the same order. */
export async function orderWork(ctx: Context, caller: Caller, ask: ManualAsk): Promise<ShownOrder> {
  const rig = (await ctx.known.rigs()).get(ask.rig);
  const isSeen = rig !== undefined && canSee(caller, rig);
  demand(caller, "triage", ...(isSeen && rig.vendor !== undefined ? [`rig-admin:${rig.vendor}`] : []));
  if (!isSeen) throw new Fault("not_found", `There is no rig ${ask.rig}; tarnish rig list shows them.`);
  return await ctx.known.inTurn(async () => {
    const { suite, sha, runs, blocks, why, baseline = null } = ask;
    const key = JSON.stringify(["manual", ask.rig, suite, sha, baseline, runs, blocks]);
    let attempt = 1;
    let [stored] = await ctx.store.work.of([orderId(ctx, key, attempt)]);
    while (stored && !isOpen(stored)) [stored] = await ctx.store.work.of([orderId(ctx, key, ++attempt)]);
    if (stored) return await shownOrder(ctx, stored);
    const hours = await hoursOfRuns(ctx, ask.rig, suite, runs * (baseline === null ? 1 : 2));
    const order: WorkOrder = {
      id: orderId(ctx, key, attempt),
      ...{ key, attempt, rig: ask.rig, suite, sha, baseline, runs, blocks, why, hours },
      cause: "manual",
      series: [],
      afterNight: null,
      orderedAt: ctx.now().toISOString(),
      cancelled: null,
    };
    await record(ctx, caller, [{ kind: "order", key: order.id, body: order }]);
    return await shownOrder(ctx, { order, completion: null, lease: null });
  });
}

/** A rig that is at it learns so at its next renewal. What is over stays as it is. */
export async function cancelWork(ctx: Context, caller: Caller, id: string, why: string): Promise<ShownOrder> {
  const stored = await orderFor(ctx, caller, id);
  const vendor = (await ctx.known.rigs()).get(stored.order.rig)?.vendor;
  demand(caller, "triage", ...(vendor === undefined ? [] : [`rig-admin:${vendor}`]));
  if (!isOpen(stored)) return await shownOrder(ctx, stored);
  const order: WorkOrder = { ...stored.order, cancelled: why };
  await record(ctx, caller, [{ kind: "order", key: id, body: order }]);
  return await shownOrder(ctx, { ...stored, order });
}
