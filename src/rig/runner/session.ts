/** One session of a plan: the build is switched to, everything is set up, measured and torn down, and said in one run. */
import { rmSync } from "node:fs";
import type { Plan, PlannedBuild } from "../../wire/plan.ts";
import { shuffled } from "../plan/schedule.ts";
import type { Task } from "../plan/tasks.ts";
import { digestsOf } from "./digests.ts";
import { runHooks } from "./hooks.ts";
import { folderOf } from "./leftovers.ts";
import type { TaskReading } from "./reading.ts";
import { runTask } from "./task.ts";

export interface SessionAsk {
  readonly plan: Plan;
  readonly tasks: readonly Task[];
  readonly build: PlannedBuild | undefined;
  /** Orders the tests where the plan says random. */
  readonly seed: string;
  readonly campaign: string;
  readonly directory: string;
  /** What commands inherit. */
  readonly env: Readonly<Record<string, string>>;
  /** What every command finds besides: see SESSION_VARIABLES. */
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  onTask(title: string): void;
}

export type Measured =
  | {
      readonly kind: "measured";
      readonly readings: readonly TaskReading[];
      readonly packages: Readonly<Record<string, string>>;
    }
  /** Ended early: torn down, and nothing of it is kept. */
  | { readonly kind: "stopped" };

/** Whatever happens, the tear-down runs, and its failure is said. */
export async function runSession(ask: SessionAsk): Promise<Measured> {
  const folder = folderOf(ask.campaign);
  const here: Here = { ...ask, folder, variables: { ...ask.variables, TARNISH_FOLDER: folder } };
  try {
    const measured = await measure(here);
    const failed = await runHooks(here, [["tear-down", ask.plan.teardown]], undefined);
    if (measured.kind === "stopped" || ask.signal.aborted) return { kind: "stopped" };
    if (failed === undefined) return measured;
    return { ...measured, readings: [...measured.readings, said(failed)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Here extends SessionAsk {
  /** For this session's files alone. */
  readonly folder: string;
}

async function measure(here: Here): Promise<Measured> {
  const { plan, build, signal } = here;
  const hooks = [["switching to the build", build?.setup ?? []] as const, ["set-up", plan.setup] as const];
  const failed = await runHooks(here, hooks, signal);
  if (signal.aborted) return { kind: "stopped" };
  if (failed !== undefined) return { kind: "measured", readings: [said(failed)], packages: {} };
  const packages = { ...build?.packages, ...(await digestsOf(build?.files ?? [], here.directory)) };
  const readings: TaskReading[] = [];
  for (const task of inOrder(here)) {
    const reading = await runTask(here, task);
    if (reading === "stopped") return { kind: "stopped" };
    readings.push(reading);
  }
  return { kind: "measured", readings, packages };
}

/** Canaries stay first: they measure the rig as the session finds it. */
function inOrder({ plan, tasks, seed }: Here): readonly Task[] {
  if (plan.order !== "random") return tasks;
  const tests = tasks.filter(({ isCanary }) => !isCanary);
  return [...tasks.filter(({ isCanary }) => isCanary), ...shuffled(tests, seed)];
}

const said = (why: string): TaskReading => ({
  measurements: [],
  complete: false,
  skipped: [{ line: 0, why: why.slice(0, 1000) }],
  tool: undefined,
});
