/** A machine's dealings with the service about one order: it is taken, renewed, given back, completed. */
import { Fault, type FaultCode } from "../model/fault.ts";
import type { Client } from "../rig/client.ts";
import { isAway } from "../rig/spool.ts";
import type { OrderFolder, TakenOrder } from "./order-folder.ts";
import type { OpenPlan } from "./plan-file.ts";
import type { Delivery } from "./run-delivery.ts";
import type { Progress } from "./run-progress.ts";

export interface OrderDesk {
  readonly client: Client;
  readonly folder: OrderFolder;
  readonly data: string;
  readonly open: OpenPlan;
  readonly delivery: Delivery;
  /** A line that stays. */
  say(text: string): void;
  /** Shows how the sessions of an order go on, until it is closed. */
  follow(sessions: number, done: number): Progress;
  /** Of a lease, in seconds. */
  readonly seconds: number;
  readonly environment: boolean;
  readonly drifted: boolean;
  /** A person wants this process to end. */
  readonly signal: AbortSignal;
}

/**
 * over: done or failed; refused: another's, or not to be had now; later: the service is away or the person left; unfit:
 * this rig may not measure now.
 */
export type OrderOutcome = "over" | "refused" | "later" | "unfit";

/** The order is fine, the token is not. */
const NOT_PERMITTED: readonly FaultCode[] = ["unauthorized", "forbidden"];

const path = ({ order }: TakenOrder, verb: string): string => `/v1/work/${order.id}/${verb}`;

/** The same again renews it. Why not, where it was refused; throws when the token is not good enough. */
export async function lease({ client, seconds }: OrderDesk, taken: TakenOrder): Promise<Fault | undefined> {
  const fault = await faultOf(client.request("POST", path(taken, "lease"), { lease: taken.lease, seconds }));
  if (fault !== undefined && NOT_PERMITTED.includes(fault.code)) throw fault;
  return fault;
}

/** Renews until it is told to stop. A service that is away may come back before the lease ends; one that says no ends the work. */
export function renewing(desk: OrderDesk, taken: TakenOrder, lost: AbortController): () => void {
  const renew = async () => {
    const fault = await lease(desk, taken).catch((error: unknown) => (error instanceof Fault ? error : undefined));
    if (fault === undefined || isAway(fault)) return;
    desk.say(`order ${taken.order.id}: ${fault.message}`);
    lost.abort();
  };
  const timer = setInterval(() => void renew(), (desk.seconds * 1000) / 3);
  return () => clearInterval(timer);
}

/** What was measured of it stays on disk: if nobody else takes it, it goes on here. */
export async function giveBack(desk: OrderDesk, taken: TakenOrder, why: string): Promise<OrderOutcome> {
  desk.say(`order ${taken.order.id} is given back: ${why}`);
  await faultOf(desk.client.request("DELETE", `${path(taken, "lease")}?lease=${taken.lease}`));
  return "later";
}

interface Said {
  readonly outcome: "done" | "failed";
  readonly why: string;
  readonly runs: readonly string[];
}

export async function complete(desk: OrderDesk, taken: TakenOrder, said: Said): Promise<OrderOutcome> {
  const body = { ...said, why: said.why.slice(0, 1000), lease: taken.lease };
  const fault = await faultOf(desk.client.request("POST", path(taken, "complete"), body));
  if (fault !== undefined && isAway(fault)) return later(desk, fault);
  desk.say(`order ${taken.order.id}: ${fault === undefined ? `${said.outcome}, ${said.why}` : fault.message}`);
  desk.folder.forget(taken, said.runs.length > 0);
  return "over";
}

export function later({ say }: OrderDesk, fault: Fault | undefined): OrderOutcome {
  say(`${fault?.message ?? "Runs wait for the service."} It is tried again.`);
  return "later";
}

async function faultOf(request: Promise<unknown>): Promise<Fault | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}
