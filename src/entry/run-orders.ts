/** `tarnish run PLAN --orders`: asks for work orders of this rig, does them one by one, and goes on after a crash. */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { ShownOrder } from "../actions/work-orders.ts";
import { Fault } from "../model/fault.ts";
import type { Client } from "../rig/client.ts";
import { isAway } from "../rig/spool.ts";
import { readConfig } from "./config.ts";
import { EXIT } from "./exit.ts";
import type { OrderDesk } from "./order-desk.ts";
import { OrderFolder } from "./order-folder.ts";
import { doOrder } from "./order-work.ts";
import { openPlan } from "./plan-file.ts";
import { toService } from "./run-delivery.ts";
import { openProgress, type Progress } from "./run-progress.ts";
import { serviceClient } from "./service-client.ts";

interface OrdersOptions {
  readonly rig?: string;
  /** End when nothing is to be done now. */
  readonly once?: boolean;
  /** Seconds between two questions for work. */
  readonly poll: number;
  /** Seconds that a lease lasts without renewal. */
  readonly lease: number;
  readonly environment: boolean;
  readonly drifted?: boolean;
  readonly json?: boolean;
}

export async function runOrders(path: string, options: OrdersOptions): Promise<number> {
  const open = await openPlan(path);
  const rig = options.rig ?? open.plan.rig;
  if (rig === undefined)
    throw new Fault("invalid", "Nobody said which rig this is: name it in the plan or with --rig.");
  const { data } = readConfig(process.env);
  const { say, follow } = openScreen(options.json ?? false, process.stdout);
  const leaving = new AbortController();
  const ended = untilAsked(leaving);
  const desk: OrderDesk = {
    client: serviceClient(),
    folder: new OrderFolder(data),
    data,
    open,
    delivery: toService(say),
    say,
    follow,
    seconds: options.lease,
    environment: options.environment,
    drifted: options.drifted ?? false,
    signal: leaving.signal,
  };
  try {
    return await work(desk, rig, options);
  } finally {
    ended();
  }
}

async function work(desk: OrderDesk, rig: string, { poll, once = false }: OrdersOptions): Promise<number> {
  for (;;) {
    const outcome = await next(desk, rig);
    if (desk.signal.aborted) return EXIT.ok;
    if (outcome === "unfit") return EXIT.invalidEnvironment;
    if (outcome === "over") continue;
    if (once) return outcome === "idle" ? EXIT.ok : EXIT.unavailable;
    await wait(poll * 1000, undefined, { signal: desk.signal }).catch(() => {});
    if (desk.signal.aborted) return EXIT.ok;
  }
}

/** What was begun comes first. */
async function next(desk: OrderDesk, rig: string): Promise<"over" | "later" | "unfit" | "idle"> {
  for (const taken of desk.folder.taken()) {
    const outcome = await doOrder(desk, taken);
    if (outcome !== "refused") return outcome;
  }
  let orders: readonly ShownOrder[];
  try {
    orders = await openOrders(desk.client, rig, desk.open.plan.suite);
  } catch (error) {
    if (!(error instanceof Fault) || !isAway(error)) throw error;
    desk.say(`${error.message} It is tried again.`);
    return "later";
  }
  for (const order of orders) {
    const outcome = await doOrder(desk, desk.folder.keep(order, randomUUID()));
    if (outcome !== "refused") return outcome;
  }
  return "idle";
}

/** First to last, those that can begin now. */
async function openOrders(client: Client, rig: string, suite: string): Promise<readonly ShownOrder[]> {
  const query = new URLSearchParams({ rig, suite });
  const { items } = (await client.get(`/v1/work?${query}`)) as { items: readonly ShownOrder[] };
  return items.filter(({ state }) => state === "open");
}

/** Lines that stay go above what moves, while an order's sessions are shown. */
function openScreen(json: boolean, out: NodeJS.WriteStream): Pick<OrderDesk, "say" | "follow"> {
  let shown: Progress | undefined;
  return {
    say(text) {
      if (shown) shown.say(text);
      else out.write(`${json ? JSON.stringify({ event: "remark", text }) : text}\n`);
    },
    follow(sessions, done) {
      const progress = openProgress({ sessions, done, json, out });
      shown = progress;
      return {
        ...progress,
        close() {
          progress.close();
          shown = undefined;
        },
      };
    },
  };
}

/** The first signal ends the session under way and gives the order back. */
function untilAsked(leaving: AbortController): () => void {
  const listener = () => leaving.abort();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
