/** Work orders as a caller may see them: what stands, who is at it, what has to wait and why. */
import { ranked, waitsFor } from "../gate/orders/queue.ts";
import type { Changeset, Rig } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { Completion, Lease, OrderState, WorkOrder } from "../model/work-order.ts";
import type { StoredOrder } from "../store/work-store.ts";
import { type Caller, type Context, isAdmin } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { isHeld, isOpen } from "./lease-state.ts";
import { planWork } from "./plan-work.ts";
import { canSee } from "./read-series.ts";

export interface ShownOrder extends Omit<WorkOrder, "series"> {
  readonly state: OrderState;
  /** Why it cannot begin now; null when it can, or is begun. */
  readonly waitsFor: string | null;
  readonly lease: Pick<Lease, "rig" | "until"> | null;
  readonly completion: Completion | null;
  readonly changeset: Changeset;
  readonly baselineChangeset: Changeset | null;
  /** What is asked for; the whole suite when empty. */
  readonly series: readonly {
    readonly series: string;
    readonly benchmark: string;
    readonly version: string;
    readonly metric: string;
  }[];
}

export interface WorkAsk {
  readonly rig?: string | undefined;
  readonly suite?: string | undefined;
  readonly state: "open" | "all";
}

/** Orders that are over are told of so many. */
const MOST_TOLD = 2000;

/** First to last; those that are over, newest first, behind them. Of each rig that is asked about the orders are brought up to date. */
export async function listWork(ctx: Context, caller: Caller, { rig, suite, state }: WorkAsk): Promise<ShownOrder[]> {
  const rigs = [...(await ctx.known.rigs()).values()].filter((one) => serves(caller, one));
  const wanted = rigs.filter((one) => rig === undefined || one.rig === rig);
  if (rig !== undefined && wanted.length === 0)
    throw new Fault("not_found", `There is no rig ${rig}; tarnish rig list shows them.`);
  for (const one of wanted) await planWork(ctx, one.rig);
  const names = wanted.map((one) => one.rig);
  const open = await ctx.store.work.open(names);
  const ids = new Set(open.map(({ order }) => order.id));
  const over =
    state === "all" ? (await ctx.store.work.newest(names, MOST_TOLD)).filter(({ order }) => !ids.has(order.id)) : [];
  const stored = [
    ...ranked(open.map(({ order }) => order)).flatMap(({ id }) => open.find(({ order }) => order.id === id) ?? []),
    ...over,
  ];
  const visible = await visibleOrders(ctx, caller, stored);
  const shown: ShownOrder[] = [];
  const used = hoursUsed(ctx);
  for (const one of visible)
    if (suite === undefined || one.order.suite === suite) shown.push(await shownOrder(ctx, one, used));
  return shown;
}

/** Throws `not_found` for an order that the caller must not know of. */
export async function orderFor(ctx: Context, caller: Caller, id: string): Promise<StoredOrder> {
  const [found] = await visibleOrders(ctx, caller, await ctx.store.work.of([id]));
  const rig = found && (await ctx.known.rigs()).get(found.order.rig);
  if (found && rig && serves(caller, rig)) return found;
  throw new Fault("not_found", `There is no order ${id}; tarnish work list shows them.`);
}

/** A rig sees its own orders, private or not. */
const serves = (caller: Caller, rig: Rig): boolean => canSee(caller, rig) || caller.scopes.includes(`rig:${rig.rig}`);

async function visibleOrders(ctx: Context, caller: Caller, orders: readonly StoredOrder[]): Promise<StoredOrder[]> {
  if (isAdmin(caller)) return [...orders];
  const hidden = await hiddenChangesets(ctx, caller);
  return orders.filter(
    ({ order: { rig, sha, baseline } }) =>
      caller.scopes.includes(`rig:${rig}`) || (!hidden.has(sha) && (baseline === null || !hidden.has(baseline))),
  );
}

/** `used`: of several orders one for all. */
export async function shownOrder(ctx: Context, stored: StoredOrder, used = hoursUsed(ctx)): Promise<ShownOrder> {
  const { order, completion, lease } = stored;
  const now = ctx.now().getTime();
  const held = completion === null && isHeld(lease, now) ? lease : null;
  const waits = held === null && isOpen(stored) ? await waiting(ctx, order, used) : null;
  const [changesets, series] = [await ctx.known.changesets(), await ctx.known.series()];
  const changeset = (sha: string): Changeset => changesets.get(sha) ?? { sha };
  return {
    ...order,
    state: stateOf(stored, held !== null, waits !== null),
    waitsFor: waits,
    lease: held && { rig: held.rig, until: held.until },
    completion,
    changeset: changeset(order.sha),
    baselineChangeset: order.baseline === null ? null : changeset(order.baseline),
    series: order.series.flatMap((id) => {
      const row = series.get(id);
      return row ? [{ series: id, benchmark: row.benchmark, version: row.version, metric: row.metric }] : [];
    }),
  };
}

function stateOf({ order, completion }: StoredOrder, isHeld: boolean, isWaiting: boolean): OrderState {
  if (completion !== null) return completion.outcome;
  if (order.cancelled !== null) return "cancelled";
  if (isHeld) return "leased";
  return isWaiting ? "waiting" : "open";
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Why the order cannot begin now; null when it can. */
export async function waiting(ctx: Context, order: WorkOrder, used = hoursUsed(ctx)): Promise<string | null> {
  const today = ctx.now().toISOString().slice(0, 10);
  const quota = (await ctx.known.rigs()).get(order.rig)?.orderHours ?? null;
  return waitsFor(order, { today, quota, used: quota === null ? 0 : await used(order.rig) });
}

/** Hours that orders take of a rig's day, found once for all of its orders. */
export function hoursUsed(ctx: Context): (rig: string) => Promise<number> {
  const found = new Map<string, Promise<number>>();
  return async (rig) => {
    const hours = found.get(rig) ?? hoursUsedOf(ctx, rig, ctx.now().getTime());
    found.set(rig, hours);
    return await hours;
  };
}

/** Of the last day: what orders brought, and what those under way are expected to take. */
async function hoursUsedOf(ctx: Context, rig: string, now: number): Promise<number> {
  const span = { rigs: [rig], shas: [], from: now - DAY, to: now + DAY, bySha: false };
  const [busy, open, newest] = await Promise.all([
    ctx.store.busyTimes(span),
    ctx.store.work.open([rig]),
    ctx.store.work.newest([rig], 100),
  ]);
  const ordered = busy.filter(({ cause }) => cause !== "scheduled" && cause !== "manual");
  const underWay = open.filter(({ lease }) => isHeld(lease, now));
  const measured = ordered.reduce((sum, { milliseconds }) => sum + milliseconds / HOUR, 0);
  // The cause of a first run is that of every night's: what was done of these is told by their orders.
  const first = newest.filter(
    ({ order, completion, lease }) =>
      order.cause === "scheduled" && completion !== null && lease !== null && Date.parse(lease.until) > now - DAY,
  );
  return [...underWay, ...first].reduce((sum, { order }) => sum + (order.hours ?? 0), measured);
}
