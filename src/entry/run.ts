/** `tarnish run PLAN`: drives a set of tests on this rig, session by session, and posts each. */
import { Command, InvalidArgumentError, Option } from "commander";
import { Fault } from "../model/fault.ts";
import { CAUSES, type Cause } from "../model/run.ts";
import { estimateOf } from "../rig/plan/estimate.ts";
import { scheduleOf } from "../rig/plan/schedule.ts";
import type { CampaignEnd } from "../rig/runner/campaign.ts";
import { openCanaries } from "../rig/runner/canaries.ts";
import { planSchema } from "../wire/plan.ts";
import { canaryFile, rigNow } from "./accepted-state.ts";
import { canaryShift } from "./canary-shift.ts";
import { commandEnvironment, readConfig } from "./config.ts";
import { EXIT, exitCodeOf } from "./exit.ts";
import { type ReadPlan, readPlan, type Said } from "./plan-file.ts";
import { closeOthers, drive, earlierSessions, journalFolder, openCampaign } from "./run-campaign.ts";
import { type Delivery, toFile, toService } from "./run-delivery.ts";
import { printDryRun } from "./run-dry.ts";
import { runOrders } from "./run-orders.ts";
import { openProgress, type Progress } from "./run-progress.ts";
import { enoughWhenNarrow } from "./run-stop.ts";

interface RunCommandOptions {
  readonly rig?: string;
  readonly changeset?: string;
  readonly parent?: string;
  readonly baseline?: string;
  readonly branch?: string;
  readonly block?: string;
  readonly cause?: Cause;
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly fresh?: boolean;
  readonly environment: boolean;
  readonly drifted?: boolean;
  readonly schema?: boolean;
  readonly json?: boolean;
  readonly orders?: boolean;
  readonly once?: boolean;
  readonly poll: number;
  readonly lease: number;
}

export function runCommand(): Command {
  const command = new Command("run")
    .description("drive a set of tests on this rig and post each session; goes on where it was stopped")
    .argument("[plan]", "a plan (YAML); docs/plans.md describes it")
    .option("--rig <name>", "the rig (default: the plan's)")
    .option("--changeset <sha>", "the changeset that is measured (default: the plan's)")
    .option("--parent <sha>", "its first parent")
    .option("--baseline <sha>", "the changeset of the baseline build")
    .option("--branch <name>", "the branch of both")
    .option("--block <name>", "what the sessions share (default: the UTC date, or time where there are several blocks)")
    .addOption(new Option("--cause <why>", "why it is run (default: the plan's, or scheduled)").choices(CAUSES))
    .option("--dry-run", "print the sessions and how long they will take, and run nothing")
    .option("--fresh", "do not go on with what was stopped: begin anew")
    .option("--out <file>", "append the runs to a file instead of posting them (tarnish post FILE posts them)")
    .option("--drifted", "measure although watched facts of the rig changed")
    .option("--no-environment", "neither check nor tell the facts of this machine")
    .option("--orders", "do the work orders of this rig with the plan's tests; runs on (docs/work-orders.md)")
    .option("--once", "with --orders: end when none is left to do now")
    .option("--poll <seconds>", "with --orders: seconds between two questions for work", seconds, 60)
    .option("--lease <seconds>", "with --orders: how long an order is kept without a sign of life", seconds, 600)
    .option("--schema", "print the JSON Schema of plans")
    .option("--json", "JSON lines");
  return command.action(async (path: string | undefined, options: RunCommandOptions) => {
    if (options.schema) process.stdout.write(`${JSON.stringify(planSchema(), null, 2)}\n`);
    else if (path === undefined) command.error("error: name the plan");
    else process.exitCode = await (options.orders ? runOrders(path, options) : run(path, options));
  });
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > 3600) throw new InvalidArgumentError("must be 1 to 3600.");
  return Number(text);
}

async function run(path: string, options: RunCommandOptions): Promise<number> {
  const read = await readPlan(path, saidOf(options));
  const { data } = readConfig(process.env);
  const folder = journalFolder(data, "plans", read.plan.suite);
  if (options.dryRun) {
    const slots = scheduleOf({ ...read.plan, sides: read.sides, seed: read.plan.seed ?? 0 });
    const estimate = estimateOf(read.plan, read.tasks, slots, earlierSessions(folder, read.digest));
    printDryRun(read, slots, estimate, options.json ?? false);
    return EXIT.ok;
  }
  const open = openCampaign(folder, data, read, options);
  const progress = openProgress({
    sessions: open.slots.length,
    done: open.done,
    json: options.json ?? false,
    out: process.stdout,
  });
  const delivery = options.out === undefined ? toService(progress.say) : toFile(options.out);
  try {
    const refusal = await closeOthers(folder, open.begin.campaign, delivery.deliver);
    if (refusal !== undefined) throw refusal;
    if (open.done > 0) progress.say(`goes on after ${open.done} of ${open.slots.length} sessions`);
    const end = await drive(open, askOf(read, options, delivery, progress));
    return await told(end, delivery, progress);
  } finally {
    progress.close();
    open.close();
  }
}

function saidOf({ rig, cause, changeset, parent, baseline, branch }: RunCommandOptions): Said {
  const on = branch === undefined ? {} : { branch };
  const candidate = { ...(changeset && { sha: changeset }), ...(parent && { parent }), ...on };
  return {
    ...(rig && { rig }),
    ...(cause && { cause }),
    changesets: { baseline: { ...(baseline && { sha: baseline }), ...on }, candidate },
  };
}

function askOf(read: ReadPlan, options: RunCommandOptions, delivery: Delivery, progress: Progress) {
  const { environment, drifted = false } = options;
  return {
    ...read,
    env: commandEnvironment(process.env),
    rigNow: () => rigNow({ environment, drifted }),
    canaries: openCanaries(canaryFile(), canaryShift),
    enough: enoughWhenNarrow(read.plan.stop.width),
    deliver: delivery.deliver,
    onEvent: progress.event,
  };
}

async function told(
  end: CampaignEnd & { readonly signal?: NodeJS.Signals },
  delivery: Delivery,
  progress: Progress,
): Promise<number> {
  const waiting = await delivery.finish();
  const incomplete = end.documents.filter(({ complete }) => !complete).length;
  const rest = [
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    ...(waiting > 0 ? [`${waiting} runs wait for the service (tarnish post --drain)`] : []),
  ];
  progress.say([`${end.kind}: ${end.why}; ${end.documents.length} sessions`, ...rest].join(", "));
  if (end.kind === "stopped" || end.kind === "invalid")
    progress.say("tarnish run with the same plan goes on from here");
  if (end.fault instanceof Fault && end.fault.details.length > 0)
    for (const { path, detail } of end.fault.details) progress.say(`  ${path || "/"} ${detail}`);
  return codeOf(end, incomplete, waiting);
}

/** 128 + the signal's number, as shells say it. */
const SIGNALLED: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

function codeOf(end: CampaignEnd & { readonly signal?: NodeJS.Signals }, incomplete: number, waiting: number): number {
  switch (end.kind) {
    case "stopped":
      return SIGNALLED[end.signal ?? "SIGINT"] ?? EXIT.notMeasured;
    case "invalid":
      return EXIT.invalidEnvironment;
    case "failing":
      return EXIT.notMeasured;
    case "refused":
      return end.fault === undefined ? EXIT.unavailable : exitCodeOf(end.fault);
    case "done":
      if (incomplete > 0) return EXIT.notMeasured;
      return waiting > 0 ? EXIT.unavailable : EXIT.ok;
  }
}
