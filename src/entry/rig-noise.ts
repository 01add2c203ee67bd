/** `tarnish rig noise PLAN`: runs a plan against itself and says what this rig can see. */
import type { Command } from "commander";
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import { takeFingerprint } from "../rig/fingerprint/fingerprint.ts";
import { thisMachine } from "../rig/fingerprint/machine.ts";
import type { Task } from "../rig/plan/tasks.ts";
import { openCanaries } from "../rig/runner/canaries.ts";
import { canaryFile, rigNow } from "./accepted-state.ts";
import { canaryShift } from "./canary-shift.ts";
import { commandEnvironment, readConfig } from "./config.ts";
import { EXIT } from "./exit.ts";
import { machineAdvice, noiseOfSeries } from "./noise-report.ts";
import { type ReadPlan, readPlan } from "./plan-file.ts";
import { printNoise } from "./print-noise.ts";
import { drive, journalFolder, openCampaign } from "./run-campaign.ts";
import { toNobody } from "./run-delivery.ts";
import { openProgress } from "./run-progress.ts";

interface NoiseOptions {
  readonly rig?: string;
  readonly blocks?: number;
  readonly sessions?: number;
  readonly fresh?: boolean;
  readonly drifted?: boolean;
  readonly json?: boolean;
}

/** Fewer blocks do not show how much blocks differ, fewer sessions in each not how much runs do. */
const FEWEST = { blocks: 4, sessions: 2 };

export function addNoiseCommand(command: Command): void {
  command
    .command("noise")
    .description("run a plan against itself, post nothing, and say what this rig can see")
    .argument("<plan>", "a plan; of two builds the baseline")
    .option("--rig <name>", "the rig (default: the plan's)")
    .option("--blocks <n>", `blocks (default: the plan's, at least ${FEWEST.blocks})`, whole)
    .option("--sessions <n>", `sessions in each (default: the plan's, at least ${FEWEST.sessions})`, whole)
    .option("--fresh", "do not go on with what was stopped: begin anew")
    .option("--drifted", "measure although watched facts of the rig changed")
    .option("--json", "JSON")
    .action(async (path: string, options: NoiseOptions) => {
      const measured = await measureAlone(path, options);
      if (measured === undefined) return;
      const { documents } = measured;
      const series = noiseOfSeries(documents);
      if (series.length === 0)
        throw new Fault("invalid", "No session gave a whole result: tarnish run PLAN shows what is wrong.");
      printNoise({ sessions: documents.length, series, advice: machineAdvice(takeFingerprint(thisMachine)) }, options);
    });
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Fault("invalid", "--blocks and --sessions are whole numbers from 1 on.");
  return Number(text);
}

interface Alone {
  readonly documents: readonly RunDocument[];
  readonly tasks: readonly Task[];
}

/** One build, nothing posted. Undefined when it was stopped: the exit code says so. */
export async function measureAlone(path: string, options: NoiseOptions): Promise<Alone | undefined> {
  const read = alone(await readPlan(path, { ...(options.rig && { rig: options.rig }), changesets: NOBODY }), options);
  const { data } = readConfig(process.env);
  const open = openCampaign(journalFolder(data, "noise", read.plan.suite), data, read, options);
  const progress = openProgress({ sessions: open.slots.length, done: open.done, json: false, out: process.stderr });
  try {
    const end = await drive(open, {
      ...read,
      env: commandEnvironment(process.env),
      rigNow: () => rigNow({ environment: true, drifted: options.drifted ?? false }),
      canaries: openCanaries(canaryFile(), canaryShift),
      enough: () => undefined,
      deliver: toNobody().deliver,
      onEvent: progress.event,
    });
    if (end.kind === "done") return { documents: end.documents, tasks: read.tasks };
    progress.say(`${end.kind}: ${end.why}`);
    process.exitCode = end.kind === "invalid" ? EXIT.invalidEnvironment : EXIT.notMeasured;
    return undefined;
  } finally {
    progress.close();
    open.close();
  }
}

/** Nothing is posted, so that the changesets' names do not matter. */
const NOBODY = { baseline: { sha: "noise" }, candidate: { sha: "noise-2" } };

/** The same build in every session. */
function alone(read: ReadPlan, { blocks, sessions }: NoiseOptions): ReadPlan {
  const [side = "candidate"] = read.sides;
  const plan = {
    ...read.plan,
    blocks: blocks ?? Math.max(FEWEST.blocks, read.plan.blocks),
    sessions: sessions ?? Math.max(FEWEST.sessions, read.plan.sessions * read.sides.length),
    stop: {},
  };
  return { ...read, plan, sides: [side], digest: `${read.digest} ${plan.blocks} ${plan.sessions}` };
}
