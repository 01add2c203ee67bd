/** A plan as it lies on disk, checked as a whole: shape, commands and what the command line says besides. */
import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type { Changeset } from "../model/changeset.ts";
import { Fault, type FaultDetail, pointer } from "../model/fault.ts";
import type { Cause } from "../model/run.ts";
import type { Side } from "../rig/plan/schedule.ts";
import { faultsOfCommands, type Task, tasksOf } from "../rig/plan/tasks.ts";
import { type Plan, PlanBody } from "../wire/plan.ts";
import { readYaml } from "./yaml-file.ts";

/** What the command line says instead of the plan. */
export interface Said {
  readonly rig?: string;
  readonly cause?: Cause;
  readonly changesets: Readonly<Partial<Record<Side, Partial<Changeset>>>>;
}

export interface ReadPlan {
  readonly plan: Plan;
  readonly tasks: readonly Task[];
  readonly sides: readonly Side[];
  readonly rig: string;
  readonly cause: Cause;
  readonly changesets: Readonly<Partial<Record<Side, Changeset>>>;
  /** Where commands run. */
  readonly directory: string;
  /** Of the plan and what was said besides: another one is another campaign. */
  readonly digest: string;
}

export type OpenPlan = Pick<ReadPlan, "plan" | "tasks" | "directory">;

/** The plan alone, whatever it shall measure. Throws a Fault that names every wrong place with its line. */
export async function openPlan(path: string): Promise<OpenPlan> {
  const file = readYaml(path);
  return await file.sent(async () => opened(path, file.value));
}

function opened(path: string, value: unknown): OpenPlan {
  const plan = checked(value);
  const tasks = tasksOf(plan);
  refuse(faultsOfCommands(plan, tasks), "The plan has commands that cannot be run.");
  const folder = dirname(resolve(path));
  return { plan, tasks, directory: plan.directory === undefined ? folder : resolve(folder, plan.directory) };
}

/** Throws a Fault that names every wrong place with its line. */
export async function readPlan(path: string, said: Said): Promise<ReadPlan> {
  const file = readYaml(path);
  return await file.sent(async () => {
    const { plan, tasks, directory } = opened(path, file.value);
    const sides = sidesOf(plan);
    const rig = said.rig ?? plan.rig;
    if (rig === undefined) throw wanting("/rig", "is missing: name the rig here or with --rig");
    const changesets = changesetsOf(plan, sides, said);
    const cause = said.cause ?? plan.cause;
    const digest = createHash("sha256")
      .update(JSON.stringify([plan, rig, cause, changesets]))
      .digest("hex")
      .slice(0, 16);
    return { plan, tasks, sides, rig, cause, changesets, directory, digest };
  });
}

function checked(value: unknown): Plan {
  const parsed = PlanBody.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.flatMap((issue): FaultDetail[] => {
    if (issue.code !== "unrecognized_keys") return [{ path: pointer(issue.path), detail: worded(issue.message) }];
    return issue.keys.map((key) => ({ path: pointer([...issue.path, key]), detail: "is not a known key" }));
  });
  throw new Fault("invalid", "The plan has faults: correct them and run it again.", details);
}

/** The library's own words for a type, as we say them. */
function worded(message: string): string {
  const [, wanted, got] = /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? [];
  if (wanted === undefined) return message;
  return got === "undefined" ? "is missing" : `must be a ${wanted.replace("int", "whole number")}, not a ${got}`;
}

function refuse(details: readonly FaultDetail[], message: string): void {
  if (details.length > 0) throw new Fault("invalid", message, details);
}

const wanting = (path: string, detail: string): Fault =>
  new Fault("invalid", "The plan does not say everything.", [{ path, detail }]);

/** A plan without builds measures what is there. */
function sidesOf({ builds }: Plan): Side[] {
  const named = (["baseline", "candidate"] as const).filter((side) => builds[side] !== undefined);
  return named.length === 0 ? ["candidate"] : named;
}

const OPTION: Record<Side, string> = { baseline: "--baseline", candidate: "--changeset" };

function changesetsOf({ builds }: Plan, sides: readonly Side[], said: Said): Partial<Record<Side, Changeset>> {
  const entries = sides.map((side): [Side, Changeset] => {
    const { sha, ...rest } = { ...builds[side]?.changeset, ...said.changesets[side] };
    if (sha === undefined)
      throw wanting(`/builds/${side}/changeset`, `is missing: say it here or with ${OPTION[side]}`);
    return [side, JSON.parse(JSON.stringify({ sha, ...rest })) as Changeset];
  });
  if (entries.length === 2 && entries[0]?.[1].sha === entries[1]?.[1].sha)
    throw wanting("/builds/candidate/changeset", "must be another changeset than the baseline's");
  return Object.fromEntries(entries);
}
