/** A plan: what `tarnish run` does on a rig. People write it as YAML; this is its whole language. */
import * as z from "zod";
import { CAUSES } from "../model/run.ts";
import { branchName, facts, line, name, rigName, sha } from "./parts.ts";
import { benchmarkName, command, commands, duration, scalar, share, size, variable, variables } from "./plan-parts.ts";

const times = z.int().min(1).max(10_000);

const test = {
  run: command.describe("The command. No shell takes part unless `shell` says so; $NAME is a parameter or variable."),
  shell: z.boolean().default(false).describe("Give the line to /bin/sh; variables are in its environment."),
  format: line(40).optional().describe("The tool, where its output does not tell."),
  output: line(1000).default("stdout").describe("stdout, stderr, or the file that the command writes."),
  repeats: times.default(1).describe("How often the command runs in a session: its values share the session."),
  warmup: z.int().min(0).max(1000).default(0).describe("Runs before them whose output is thrown away."),
  timeout: duration.optional().describe("After this the command and all it started are killed."),
  takes: duration.optional().describe("About how long one run takes, for the estimate of --dry-run."),
  parameters: z.record(line(200), scalar).default({}).describe("Recorded with each measurement."),
  env: variables,
  limits: z
    .record(line(300), z.strictObject({ atLeast: z.number().optional(), atMost: z.number().optional() }))
    .default({})
    .describe("By metric, in the tool's unit: what a rig must reach to be accepted (tarnish rig accept --plan)."),
  metrics: z.array(line(300)).max(1000).optional().describe("Only these metrics of the tool; all when absent."),
};

const Test = z.strictObject({
  benchmark: benchmarkName.optional().describe("Instead of the tool's own names."),
  ...test,
  matrix: z
    .record(variable, z.array(scalar).min(1).max(1000))
    .default({})
    .describe("Parameters with several values each: every combination is measured."),
});

const Canary = z
  .strictObject({ name: benchmarkName, ...test })
  .describe("A lower layer that the software under test does not touch: a local disk, a point of the network.");

/** What says which changeset it is; the rest of it comes from the repository (`tarnish changeset sync`). */
const whichChangeset = {
  sha: sha.optional(),
  repository: line(300).optional(),
  branch: branchName.optional(),
  parent: sha.optional(),
  position: z.int().min(0).max(2_000_000_000).optional(),
  changeId: line(100).optional(),
  patchset: z.int().min(1).max(1_000_000).optional(),
  ticket: line(100).optional(),
};

const Build = z
  .strictObject({
    changeset: z
      .strictObject(whichChangeset)
      .optional()
      .describe("What is measured; --changeset and --baseline say it otherwise."),
    env: variables.describe("What switches to this build: paths, library folders."),
    prefix: command.optional().describe("Words before each command of the tests, as `chroot /builds/a`."),
    setup: commands.describe("Commands that switch to this build, before the set-up of each of its sessions."),
    files: z.array(line(4000)).max(1000).default([]).describe("Binaries whose digests say which build was measured."),
    packages: facts.optional().describe("Digests by node class, where `files` does not reach."),
    versions: facts.optional(),
    dirty: z.boolean().optional(),
  })
  .describe("One build of the software under test.");

const Block = z
  .strictObject({
    setup: commands.describe("What makes a block new: format, reboot the servers, mount."),
    teardown: commands,
    pause: duration.optional().describe("A rest before each block but the first."),
  })
  .prefault({});

const Stop = z
  .strictObject({
    width: share.optional().describe("Stop when every interval is narrower than this, after at least five blocks."),
    looks: z.array(times).min(1).max(100).optional().describe("Look after these blocks only."),
    budget: duration.optional().describe("Begin no block that would end later than this after the start."),
  })
  .prefault({});

const Orders = z
  .strictObject({
    build: commands.describe(
      "What makes a changeset's build, once for each changeset of an order; it finds TARNISH_SHA, TARNISH_PARENT, TARNISH_BRANCH, TARNISH_REPOSITORY, TARNISH_CHANGE_ID, TARNISH_PATCHSET and TARNISH_BUILD in its environment.",
    ),
    timeout: duration.optional().describe("Of each of these commands; the plan's own when absent."),
  })
  .describe("How `tarnish run --orders` gets the changesets that orders name.");

export const PlanBody = z
  .strictObject({
    suite: name,
    rig: rigName.optional(),
    cause: z.enum(CAUSES).default("scheduled"),
    builds: z.strictObject({ baseline: Build.optional(), candidate: Build.optional() }).default({}),
    env: variables,
    directory: line(4000).optional().describe("Where commands run; the plan's own folder when absent."),
    block: Block,
    blocks: times.default(1),
    sessions: times.default(1).describe("Of each build in a block."),
    order: z.enum(["abba", "random", "given"]).default("abba").describe("Of builds in a block, and of tests (random)."),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional()
      .describe("Of the random order; drawn and recorded when absent."),
    setup: commands.describe("Before each session: mount, drop caches."),
    teardown: commands.describe("After each session, whatever became of it."),
    timeout: duration.prefault("1h").describe("For commands that do not say their own."),
    free: z
      .record(line(4000), size)
      .default({})
      .describe("Required free space by folder, looked at before each session."),
    canaries: z.array(Canary).max(100).default([]),
    tests: z.array(Test).min(1).max(1000),
    stop: Stop,
    orders: Orders.optional(),
  })
  .refine(({ canaries }) => new Set(canaries.map((canary) => canary.name)).size === canaries.length, {
    path: ["canaries"],
    error: "must not have a name twice",
  })
  .meta({ id: "Plan", description: "What `tarnish run` does on a rig." });

export type Plan = z.output<typeof PlanBody>;
export type PlannedTest = Plan["tests"][number];
export type PlannedBuild = NonNullable<Plan["builds"]["baseline"]>;
export type Command = z.output<typeof command>;

/** JSON Schema (2020-12) for editors. */
export const planSchema = (): object => z.toJSONSchema(PlanBody, { io: "input", unrepresentable: "any" });
