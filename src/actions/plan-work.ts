/** What has to be measured on a rig now: orders are added, changed and cancelled until they are what is wanted. */
import { median } from "simple-statistics";
import { MOST_ATTEMPTS, reconcile, type Standing } from "../gate/orders/reconcile.ts";
import type { WantedOrder, WorkOrder } from "../model/work-order.ts";
import type { StoredOrder } from "../store/work-store.ts";
import type { Caller, Context } from "./context.ts";
import { isHeld, isOpen } from "./lease-state.ts";
import { type Fact, record } from "./record.ts";
import { wantedWork } from "./wanted-work.ts";

const PLANNER: Caller = { name: "planner", scopes: ["admin"] };

/**
 * Nothing is written when nothing changed. Two services that plan at once say the same of the same ids: an order is a
 * function of what is known, and its id of what it asks for.
 */
export async function planWork(ctx: Context, rig: string): Promise<void> {
  const day = ctx.now().toISOString().slice(0, 10);
  const wanted = await ctx.known.derived(`wanted work ${rig} ${day}`, () => wantedWork(ctx, rig, day));
  await ctx.known.inTurn(async () => {
    const open = await ctx.store.work.open([rig]);
    const ordered = new Set(open.map(({ order }) => order.key));
    const over = wanted.flatMap(({ key }) => (ordered.has(key) ? [] : attempts(ctx, key)));
    const stored = [...open, ...(await ctx.store.work.of(over))];
    const now = ctx.now().getTime();
    const { add, restate, cancel } = reconcile(
      stored.map((one) => standing(one, now)),
      wanted,
    );
    const byId = new Map(stored.map(({ order }) => [order.id, order]));
    const orders: WorkOrder[] = [];
    for (const { wanted: one, attempt } of add) orders.push(await newOrder(ctx, one, attempt));
    for (const { id, wanted: one } of restate) {
      const before = byId.get(id);
      if (before) orders.push({ ...before, ...one, hours: await hoursOf(ctx, one) });
    }
    for (const { id, why } of cancel) {
      const before = byId.get(id);
      if (before) orders.push({ ...before, cancelled: why });
    }
    await record(
      ctx,
      PLANNER,
      orders.map((order): Fact => ({ kind: "order", key: order.id, body: order })),
    );
  });
}

const attempts = (ctx: Context, key: string): string[] =>
  Array.from({ length: MOST_ATTEMPTS }, (_, i) => orderId(ctx, key, i + 1));

export const orderId = (ctx: Context, key: string, attempt: number): string =>
  ctx.sha256(JSON.stringify(["order", key, attempt])).slice(0, 32);

function standing(stored: StoredOrder, now: number): Standing {
  const { order, lease } = stored;
  return {
    ...order,
    isOpen: isOpen(stored),
    isLeased: isHeld(lease, now),
    isManual: order.cause === "manual",
  };
}

async function newOrder(ctx: Context, wanted: WantedOrder, attempt: number): Promise<WorkOrder> {
  return {
    ...wanted,
    id: orderId(ctx, wanted.key, attempt),
    attempt,
    hours: await hoursOf(ctx, wanted),
    orderedAt: ctx.now().toISOString(),
    cancelled: null,
  };
}

const hoursOf = (ctx: Context, { rig, suite, runs, baseline }: WantedOrder): Promise<number | null> =>
  hoursOfRuns(ctx, rig, suite, runs * (baseline === null ? 1 : 2));

const HOUR = 3_600_000;
const DAYS = 14 * 86_400_000;

/** By what a run of the rig took lately; null when nobody knows. */
export async function hoursOfRuns(ctx: Context, rig: string, suite: string, runs: number): Promise<number | null> {
  const each = await ctx.known.derived(`hours of a run ${rig} ${suite}`, async () => {
    const now = ctx.now().getTime();
    const span = { rigs: [rig], shas: [], from: now - DAYS, to: now, bySha: true };
    const times = (await ctx.store.busyTimes(span)).filter(({ runs: all, withoutEnd }) => all > withoutEnd);
    const hours = times.map(({ milliseconds, runs: all, withoutEnd }) => milliseconds / (all - withoutEnd) / HOUR);
    return hours.length === 0 ? null : median(hours);
  });
  return each === null ? null : Number((each * runs).toPrecision(3));
}
