/** A campaign on this machine: its journal, its lock, what an earlier start left, and the signals that end it. */
import { randomInt, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../model/fault.ts";
import { type Slot, scheduleOf } from "../rig/plan/schedule.ts";
import { type CampaignEnd, deliverAll, runCampaign } from "../rig/runner/campaign.ts";
import type { CampaignAsk } from "../rig/runner/campaign-ask.ts";
import { stateOf } from "../rig/runner/campaign-state.ts";
import { type Entry, type Journal, openJournal, readJournal } from "../rig/runner/journal.ts";
import type { ReadPlan } from "./plan-file.ts";

type Begin = Extract<Entry, { kind: "begin" }>;

export interface OpenCampaign {
  readonly begin: Begin;
  readonly slots: readonly Slot[];
  readonly journal: Journal;
  /** Sessions that an earlier start measured. */
  readonly done: number;
  close(): void;
}

export interface CampaignOptions {
  /** Instead of the time of the first start. */
  readonly block?: string;
  /** Leave an unfinished campaign as it is and begin another. */
  readonly fresh?: boolean;
  /** Sessions of each build, where blocks of equal size would be more. */
  readonly runs?: number;
  /** The folder is this campaign's alone: go on with what is there, whatever it says. */
  readonly resume?: boolean;
}

/** Below the data folder; `what` keeps plans that measure and plans that only look apart. */
export const journalFolder = (data: string, what: string, suite: string): string =>
  join(data, what, suite.replace(/[^\w.-]/g, "_"));

/** Throws a Fault when another process is measuring on this machine: the two would disturb each other. */
export function openCampaign(folder: string, data: string, read: ReadPlan, options: CampaignOptions): OpenCampaign {
  const unlock = lock(join(data, "measuring.pid"));
  try {
    const file = options.fresh ? undefined : earlier(folder, read.digest, options);
    const journal = openJournal(join(folder, file ?? `${new Date().toISOString().replace(/:/g, "")}.jsonl`));
    const begin = stateOf(journal.entries).begin ?? started(journal, read, options);
    const close = () => {
      journal.close();
      unlock();
    };
    return { begin, slots: begin.slots, journal, done: stateOf(journal.entries).finished.length, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

function earlier(folder: string, digest: string, { resume }: CampaignOptions): string | undefined {
  if (!resume) return unfinished(folder, digest);
  return existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith(".jsonl")) : undefined;
}

function started(journal: Journal, { plan, digest, sides }: ReadPlan, { block, runs }: CampaignOptions): Begin {
  const at = new Date().toISOString();
  // A night's only block has the night's name, as the other plans of that night.
  const base = block ?? (plan.blocks > 1 ? at.slice(0, 19).replaceAll(":", "") : at.slice(0, 10));
  const seed = plan.seed ?? randomInt(2 ** 32);
  const slots = atMost(scheduleOf({ ...plan, sides, seed }), runs);
  const begin: Begin = { kind: "begin", campaign: randomUUID(), digest, seed, at, blockBase: base, slots };
  journal.add(begin);
  return begin;
}

/** The first so many sessions of each build. */
function atMost(slots: readonly Slot[], runs: number | undefined): readonly Slot[] {
  if (runs === undefined) return slots;
  const counts = new Map<string, number>();
  return slots.filter(({ side }) => {
    const before = counts.get(side) ?? 0;
    counts.set(side, before + 1);
    return before < runs;
  });
}

/** The newest journal of this plan that has no end. */
function unfinished(folder: string, digest: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
  return names.findLast((name) => {
    const { begin, over } = stateOf(readJournal(join(folder, name)).entries);
    return begin?.digest === digest && over === undefined;
  });
}

/**
 * What other campaigns of this suite measured and never told (their plan changed, or somebody began anew) is told, and
 * they are over. Returns why the service does not take it, if it does not.
 */
export async function closeOthers(
  folder: string,
  own: string,
  deliver: CampaignAsk["deliver"],
): Promise<Fault | undefined> {
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const { begin, over } = stateOf(readJournal(join(folder, name)).entries);
    if (begin === undefined || over !== undefined || begin.campaign === own) continue;
    const journal = openJournal(join(folder, name));
    try {
      const fault = await deliverAll(deliver, journal, begin.slots);
      if (fault !== undefined) return fault;
      journal.add({ kind: "end", why: "another campaign began" });
    } finally {
      journal.close();
    }
  }
  return undefined;
}

/** Milliseconds of the sessions of this suite's earlier campaigns under the same plan. */
export function earlierSessions(folder: string, digest: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const { begin, finished } = stateOf(readJournal(join(folder, name)).entries);
    return begin?.digest === digest ? finished.map(({ milliseconds }) => milliseconds) : [];
  });
}

/** The process that holds it is alive, or the lock is nobody's. */
function lock(file: string): () => void {
  mkdirSync(join(file, ".."), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = Number(readFileSync(file, "utf8"));
    if (holder > 0 && isAlive(holder))
      throw new Fault("conflict", `Process ${holder} is measuring on this machine (${file}): wait for its end.`);
    rmSync(file, { force: true });
  }
}

/** After a reboot the number may be another program's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const command = `/proc/${pid}/cmdline`;
  return pid !== process.pid && (!existsSync(command) || /tarnish|cli\.ts/.test(readFileSync(command, "utf8")));
}

/** The first Ctrl-C ends the session under way, tears down and leaves; nothing half-done is kept. */
export async function untilSignal(
  run: (signal: AbortSignal) => Promise<CampaignEnd>,
): Promise<CampaignEnd & { readonly signal?: NodeJS.Signals }> {
  const stop = new AbortController();
  let by: NodeJS.Signals | undefined;
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const listener = () => {
      by ??= signal;
      stop.abort();
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  try {
    const end = await run(stop.signal);
    return by === undefined ? end : { ...end, signal: by };
  } finally {
    for (const remove of listeners) remove();
  }
}

export type Drive = Omit<CampaignAsk, "campaign" | "digest" | "seed" | "beganAt" | "blockBase" | "signal" | "now">;

/** `until`: ends it as a signal does. */
export async function drive(open: OpenCampaign, ask: Drive, until?: AbortSignal) {
  const { campaign, digest, seed, at, blockBase } = open.begin;
  return await untilSignal((own) => {
    const signal = until === undefined ? own : AbortSignal.any([own, until]);
    return runCampaign(
      { ...ask, campaign, digest, seed, beganAt: new Date(at), blockBase, signal, now: () => new Date() },
      open.journal,
      open.slots,
    );
  });
}
