/** A rig takes an order, keeps it while it is at work, gives it back, or completes it: one rig at a time, whatever crashes. */
import { Fault } from "../model/fault.ts";
import type { Completion } from "../model/work-order.ts";
import type { HeldLease, StoredOrder } from "../store/work-store.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { GRACE, isHeld, isOpen } from "./lease-state.ts";
import { record } from "./record.ts";
import { orderFor, type ShownOrder, shownOrder, waiting } from "./work-orders.ts";

export interface LeaseAsk {
  /** UUID, chosen by the rig. */
  readonly lease: string;
  readonly seconds: number;
}

export interface Leased {
  readonly order: ShownOrder;
  /** RFC 3339, UTC. */
  readonly until: string;
}

/** The rig's own lease again is renewed; a new one is a claim, of which one stands. Throws `conflict` when another has it. */
export async function leaseWork(ctx: Context, caller: Caller, id: string, ask: LeaseAsk): Promise<Leased> {
  const stored = await ownOrder(ctx, caller, id);
  refuseOver(stored);
  const { order, lease: current } = stored;
  const now = ctx.now().getTime();
  const isRenewal = current?.lease === ask.lease && Date.parse(current.until) > now;
  if (isHeld(current, now) && current.lease !== ask.lease) throw taken(current);
  const waits = isRenewal ? null : await waiting(ctx, order);
  if (waits !== null) throw new Fault("conflict", `Order ${id} waits for ${waits}.`);
  const wanted: HeldLease = {
    lease: ask.lease,
    order: id,
    rig: order.rig,
    generation: isRenewal ? current.generation : (current?.generation ?? 0) + 1,
    ordinal: isRenewal ? current.ordinal + 1 : 1,
    until: new Date(now + ask.seconds * 1000).toISOString(),
  };
  const standing = await hold(ctx, caller, wanted);
  if (standing.lease !== ask.lease) throw taken(standing);
  return { order: await shownOrder(ctx, { ...stored, lease: standing }), until: standing.until };
}

/** Somebody else may take it at once. */
export async function giveBackWork(ctx: Context, caller: Caller, id: string, lease: string): Promise<ShownOrder> {
  const stored = await ownOrder(ctx, caller, id);
  const { lease: current } = stored;
  const now = ctx.now().getTime();
  if (!isOpen(stored) || current?.lease !== lease || Date.parse(current.until) <= now)
    return await shownOrder(ctx, stored);
  const until = new Date(now - GRACE).toISOString();
  const standing = await hold(ctx, caller, { ...current, ordinal: current.ordinal + 1, until });
  return await shownOrder(ctx, { ...stored, lease: standing });
}

/** Late is good enough as long as nobody took the order over. The same completion again changes nothing. */
export async function completeWork(
  ctx: Context,
  caller: Caller,
  id: string,
  said: Pick<Completion, "lease" | "outcome" | "why" | "runs">,
): Promise<{ readonly completion: Completion; readonly isNew: boolean }> {
  return await ctx.known.inTurn(async () => {
    const stored = await ownOrder(ctx, caller, id);
    const { order, lease: current, completion: before } = stored;
    if (before?.lease === said.lease) return { completion: before, isNew: false };
    refuseOver(stored, KEPT);
    if (current?.lease !== said.lease) throw current === null ? neverTaken(id) : taken(current, KEPT);
    await refuseUnknownRuns(ctx, order.rig, said.runs);
    const completion: Completion = { order: id, rig: order.rig, ...said };
    await record(ctx, caller, [{ kind: "completion", key: id, body: completion }]);
    return { completion, isNew: true };
  });
}

const KEPT = "the runs that you posted are kept";

/** A rig does its own orders, and no others. */
async function ownOrder(ctx: Context, caller: Caller, id: string): Promise<StoredOrder> {
  const stored = await orderFor(ctx, caller, id);
  demand(caller, `rig:${stored.order.rig}`);
  return stored;
}

/** In the log first, then as the row that counts. */
async function hold(ctx: Context, caller: Caller, lease: HeldLease): Promise<HeldLease> {
  await record(ctx, caller, [{ kind: "lease", key: lease.order, body: lease }]);
  return await ctx.store.work.hold(lease);
}

function refuseOver({ order, completion }: StoredOrder, more = "take the next one"): void {
  const was = (what: string) => new Fault("conflict", `Order ${order.id} ${what}: ${more}.`);
  if (completion !== null) throw was(`is ${completion.outcome} already, by ${completion.rig}`);
  if (order.cancelled !== null) throw was(`was cancelled (${order.cancelled})`);
}

const taken = ({ order, rig, until }: HeldLease, more = "take another one"): Fault =>
  new Fault("conflict", `Another lease of ${rig} has order ${order} until ${until}: ${more}.`);

const neverTaken = (id: string): Fault =>
  new Fault("conflict", `Nobody has a lease of order ${id}: take it first (POST /v1/work/${id}/lease).`);

async function refuseUnknownRuns(ctx: Context, rig: string, runs: readonly string[]): Promise<void> {
  const known = new Map((await ctx.store.conditions(runs)).map((one) => [one.run, one.rig]));
  const wrong = runs.flatMap((run, index) =>
    known.get(run) === rig ? [] : [{ path: `/runs/${index}`, detail: `${run} is no run of ${rig} that was posted` }],
  );
  if (wrong.length > 0) throw new Fault("invalid", "Post the runs before the order is completed.", wrong);
}
