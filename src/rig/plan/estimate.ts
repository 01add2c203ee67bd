/** How long will a plan take? From what it says, or from what its sessions took before. */
import type { Plan } from "../../wire/plan.ts";
import type { Slot } from "./schedule.ts";
import type { Task } from "./tasks.ts";

export interface Estimate {
  readonly sessions: number;
  /** Milliseconds; undefined when nobody can tell. */
  readonly total: number | undefined;
  /** Milliseconds that are not passed, whatever the commands do: timeouts. */
  readonly atMost: number;
  readonly from: "earlier sessions" | "the plan's `takes`" | "nothing";
}

/** `taken`: milliseconds of earlier sessions of this plan. */
export function estimateOf(
  plan: Plan,
  tasks: readonly Task[],
  slots: readonly Slot[],
  taken: readonly number[],
): Estimate {
  const rests = (plan.block.pause ?? 0) * (plan.blocks - 1);
  const said = scheduledTakes(tasks);
  const mean = taken.length > 0 ? taken.reduce((a, b) => a + b, 0) / taken.length : said;
  const longest = sum(tasks, (task) => task.timeout) + plan.timeout * (plan.setup.length + plan.teardown.length);
  const ofBlocks = plan.timeout * (plan.block.setup.length + plan.block.teardown.length) * plan.blocks;
  const whole = (session: number) => session * slots.length + rests;
  const capped = (total: number) => Math.min(total, plan.stop.budget ?? Number.POSITIVE_INFINITY);
  const from = taken.length > 0 ? "earlier sessions" : "the plan's `takes`";
  return {
    sessions: slots.length,
    total: mean === undefined ? undefined : capped(whole(mean)),
    atMost: whole(longest) + ofBlocks,
    from: mean === undefined ? "nothing" : from,
  };
}

/** Milliseconds of one session as the plan says it; undefined when a task says nothing. */
export function scheduledTakes(tasks: readonly Task[]): number | undefined {
  return tasks.every(({ takes }) => takes !== undefined) ? sum(tasks, ({ takes }) => takes ?? 0) : undefined;
}

const sum = (tasks: readonly Task[], one: (task: Task) => number): number =>
  tasks.reduce((total, task) => total + one(task) * (task.repeats + task.warmup), 0);
