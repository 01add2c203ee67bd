/** One test of a session: its warm-ups, its repeats, and what their outputs say. */
import { join, resolve } from "node:path";
import { Fault } from "../../model/fault.ts";
import type { Command } from "../../wire/plan.ts";
import { fromDisk } from "../output-files.ts";
import { type Task, variablesOf } from "../plan/tasks.ts";
import { type Variables, wordsOf } from "../plan/words.ts";
import { MARK } from "./leftovers.ts";
import { type Ending, runProcess } from "./process.ts";
import { failedTask, mergeRepeats, readRepeat, type TaskReading } from "./reading.ts";
import type { Here } from "./session.ts";

/** A repeat that fails ends the test: what the others measured is kept, and the session is incomplete. */
export async function runTask(here: Here, task: Task): Promise<TaskReading | "stopped"> {
  const repeats: TaskReading[] = [];
  for (let turn = -task.warmup; turn < task.repeats; turn += 1) {
    here.onTask(titleOf(task, turn));
    const ending = await runOnce(here, task);
    if (ending.kind === "stopped") return "stopped";
    if (ending.kind === "failed") return merged([...repeats, failedTask(task, ending.why)]);
    if (turn >= 0) repeats.push(await readingOf(here, task));
  }
  return merged(repeats);
}

function titleOf(task: Task, turn: number): string {
  if (turn < 0) return `${task.title}, warm-up`;
  return task.repeats > 1 ? `${task.title}, ${turn + 1} of ${task.repeats}` : task.title;
}

function merged(repeats: readonly TaskReading[]): TaskReading {
  return {
    measurements: mergeRepeats(repeats.map(({ measurements }) => measurements)),
    complete: repeats.every(({ complete }) => complete),
    skipped: repeats.flatMap(({ skipped }) => skipped),
    tool: repeats.find(({ tool }) => tool !== undefined)?.tool,
  };
}

const output = (here: Here, which: "out" | "err"): string => join(here.folder, `command.${which}`);

async function runOnce(here: Here, task: Task): Promise<Ending> {
  const variables = ownVariables(here, task);
  const worded = wordsFor(here, task, variables);
  if ("wrong" in worded) return { kind: "failed", why: worded.wrong };
  return await runProcess({
    words: worded.words,
    directory: here.directory,
    env: { ...here.env, ...variables, [MARK]: here.campaign },
    timeout: task.timeout,
    stdout: output(here, "out"),
    stderr: output(here, "err"),
    signal: here.signal,
  });
}

const ownVariables = (here: Here, task: Task): Variables => ({
  ...here.variables,
  ...variablesOf(here.plan, here.build, task),
});

function wordsFor({ build }: Here, task: Task, variables: Variables): ReturnType<typeof wordsOf> {
  const own = task.shell ? { words: ["/bin/sh", "-c", String(task.run)] } : wordsOf(task.run, variables);
  const prefix: Command | undefined = task.isCanary ? undefined : build?.prefix;
  if (prefix === undefined || "wrong" in own) return own;
  const before = wordsOf(prefix, variables);
  return "wrong" in before ? before : { words: [...before.words, ...own.words] };
}

async function readingOf(here: Here, task: Task): Promise<TaskReading> {
  const { text, why } = await outputOf(here, task);
  return text === undefined ? failedTask(task, why) : readRepeat(task, text);
}

async function outputOf(here: Here, task: Task): Promise<{ text?: string; why: string }> {
  const named = wordsOf([task.output], ownVariables(here, task));
  const file = "wrong" in named ? task.output : (named.words[0] ?? "");
  const standard = { stdout: output(here, "out"), stderr: output(here, "err") }[file];
  try {
    return { text: (await fromDisk(standard ?? resolve(here.directory, file))).text, why: "" };
  } catch (error) {
    if (error instanceof Fault) return { why: error.message };
    throw error;
  }
}
