/** Set-up and tear-down: commands around the measuring, in their order, up to the first that fails. */
import { join } from "node:path";
import type { Command, Plan, PlannedBuild } from "../../wire/plan.ts";
import { variablesOf } from "../plan/tasks.ts";
import { wordsOf } from "../plan/words.ts";
import { runProcess } from "./process.ts";

export interface HookPlace {
  readonly plan: Plan;
  readonly build: PlannedBuild | undefined;
  readonly directory: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

type Step = readonly [what: string, commands: readonly Command[]];

/** Why the first command that failed did; undefined when none did. Without a signal it is not to be stopped. */
export async function runHooks(
  place: HookPlace,
  steps: readonly Step[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { plan, build, directory, folder, env, variables } = place;
  const own = { ...variables, ...variablesOf(plan, build, {}) };
  for (const [what, list] of steps) {
    for (const command of list) {
      const worded = wordsOf(command, own);
      if ("wrong" in worded) return `${what}: ${worded.wrong}`;
      const ending = await runProcess({
        words: worded.words,
        directory,
        env: { ...env, ...own },
        timeout: plan.timeout,
        stdout: join(folder, "hook.out"),
        stderr: join(folder, "hook.err"),
        ...(signal && { signal }),
      });
      if (ending.kind === "stopped") return `${what} was stopped`;
      if (ending.kind === "failed") return `${what} failed: ${ending.why}`;
    }
  }
  return undefined;
}
