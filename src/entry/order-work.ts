/** One order from its lease to its completion, on this machine. It may have been begun by an earlier start. */
import { existsSync } from "node:fs";
import { Fault } from "../model/fault.ts";
import { type CampaignEnd, deliverAll } from "../rig/runner/campaign.ts";
import { stateOf } from "../rig/runner/campaign-state.ts";
import { openCanaries } from "../rig/runner/canaries.ts";
import { isAway } from "../rig/spool.ts";
import { canaryFile, rigNow } from "./accepted-state.ts";
import { canaryShift } from "./canary-shift.ts";
import { commandEnvironment } from "./config.ts";
import { makeBuilds } from "./order-builds.ts";
import { complete, giveBack, later, lease, type OrderDesk, type OrderOutcome, renewing } from "./order-desk.ts";
import type { TakenOrder } from "./order-folder.ts";
import { planForOrder } from "./order-plan.ts";
import type { ReadPlan } from "./plan-file.ts";
import { drive, type OpenCampaign, openCampaign } from "./run-campaign.ts";

export async function doOrder(desk: OrderDesk, taken: TakenOrder): Promise<OrderOutcome> {
  const { order } = taken;
  const refusal = await lease(desk, taken);
  if (refusal !== undefined && isAway(refusal)) return later(desk, refusal);
  if (refusal !== undefined) {
    desk.say(`order ${order.id}: ${refusal.message}`);
    return await letGo(desk, taken);
  }
  const lost = new AbortController();
  const stopRenewing = renewing(desk, taken, lost);
  try {
    desk.say(`order ${order.id} (${order.cause}): ${order.why}`);
    return await measured(desk, taken, lost);
  } finally {
    stopRenewing();
  }
}

async function measured(desk: OrderDesk, taken: TakenOrder, lost: AbortController): Promise<OrderOutcome> {
  let read: ReadPlan;
  try {
    read = planForOrder(desk.open, taken.order);
  } catch (error) {
    if (error instanceof Fault) return await complete(desk, taken, { outcome: "failed", why: error.message, runs: [] });
    throw error;
  }
  let campaign: OpenCampaign;
  try {
    campaign = openOrder(desk, taken, read);
  } catch (error) {
    if (!(error instanceof Fault)) throw error; // somebody else measures on this machine
    return await giveBack(desk, taken, error.message);
  }
  try {
    const end = await endOf(desk, taken, { read, campaign, lost });
    if (lost.signal.aborted) return await letGo(desk, taken, campaign);
    return await afterwards(desk, taken, end, campaign);
  } finally {
    campaign.close();
  }
}

function openOrder({ data }: OrderDesk, { order, folder }: TakenOrder, read: ReadPlan): OpenCampaign {
  const night = new Date().toISOString().slice(0, 10);
  return openCampaign(folder, data, read, {
    block: `${night}/${order.id.slice(0, 8)}`,
    runs: order.runs,
    resume: true,
  });
}

interface Work {
  readonly read: ReadPlan;
  readonly campaign: OpenCampaign;
  readonly lost: AbortController;
}

async function endOf(desk: OrderDesk, { order }: TakenOrder, { read, campaign, lost }: Work): Promise<CampaignEnd> {
  const { over, finished } = stateOf(campaign.journal.entries);
  const documents = finished.map(({ document }) => document);
  if (over !== undefined) return { kind: "done", why: over, documents };
  const { environment, drifted } = desk;
  const env = commandEnvironment(process.env);
  const signal = AbortSignal.any([desk.signal, lost.signal]);
  const failed = await makeBuilds(desk.open, order, env, signal);
  if (signal.aborted) return { kind: "stopped", why: "stopped while it was built", documents };
  if (failed !== undefined) return { kind: "failing", why: failed, documents };
  const progress = desk.follow(campaign.slots.length, campaign.done);
  const ask = {
    ...read,
    workOrder: order.id,
    env,
    rigNow: () => rigNow({ environment, drifted }),
    canaries: openCanaries(canaryFile(), canaryShift),
    enough: () => undefined,
    deliver: desk.delivery.deliver,
    onEvent: progress.event,
  };
  return await drive(campaign, ask, signal).finally(() => progress.close());
}

async function afterwards(
  desk: OrderDesk,
  taken: TakenOrder,
  end: CampaignEnd,
  campaign: OpenCampaign,
): Promise<OrderOutcome> {
  switch (end.kind) {
    case "stopped":
    case "invalid":
      await giveBack(desk, taken, end.why);
      return end.kind === "invalid" ? "unfit" : "later";
    case "refused":
      if (end.fault === undefined || isAway(end.fault)) return later(desk, end.fault);
      return await complete(desk, taken, { outcome: "failed", why: end.why, runs: [] });
    case "failing":
    case "done": {
      const fault = await deliverAll(desk.delivery.deliver, campaign.journal, campaign.slots);
      if (fault !== undefined && isAway(fault)) return later(desk, fault);
      const waiting = await desk.delivery.finish();
      if (waiting > 0) return later(desk, undefined);
      const runs = fault === undefined ? end.documents.map(({ id }) => id) : [];
      return await complete(desk, taken, { outcome: end.kind === "done" ? "done" : "failed", why: end.why, runs });
    }
  }
}

/** It is another's, or nobody's any more: what was measured is told all the same. */
async function letGo(desk: OrderDesk, taken: TakenOrder, campaign?: OpenCampaign): Promise<OrderOutcome> {
  const own = campaign ?? begun(desk, taken);
  if (own === undefined) {
    desk.folder.forget(taken, false);
    return "refused";
  }
  try {
    const fault = await deliverAll(desk.delivery.deliver, own.journal, own.slots);
    if (fault !== undefined && isAway(fault)) return later(desk, fault);
    own.journal.add({ kind: "end", why: "the order is another's, or nobody needs it any more" });
  } finally {
    if (campaign === undefined) own.close();
  }
  desk.folder.forget(taken, true);
  return "refused";
}

/** What an earlier start measured for it; undefined when that is nothing. */
function begun(desk: OrderDesk, taken: TakenOrder): OpenCampaign | undefined {
  if (!existsSync(taken.folder)) return undefined;
  try {
    const open = openOrder(desk, taken, planForOrder(desk.open, taken.order));
    if (stateOf(open.journal.entries).finished.length > 0) return open;
    open.close();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return undefined;
}
