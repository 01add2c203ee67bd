/** The tests of a plan, one for each combination of its matrix, and what is wrong with them before anything runs. */
import { createHash } from "node:crypto";
import type { FaultDetail } from "../../model/fault.ts";
import type { Command, Plan, PlannedBuild, PlannedTest } from "../../wire/plan.ts";
import { type Variables, wordsOf } from "./words.ts";

/** One command with everything that makes it itself. */
export interface Task {
  /** What people see: "randread numjobs=4". */
  readonly title: string;
  /** Where it stands in the plan, a JSON Pointer. */
  readonly place: string;
  readonly benchmark: string | undefined;
  readonly isCanary: boolean;
  readonly run: Command;
  readonly shell: boolean;
  readonly format: string | undefined;
  readonly output: string;
  readonly repeats: number;
  readonly warmup: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly takes: number | undefined;
  readonly env: Variables;
  readonly parameters: Variables;
  readonly metrics: readonly string[] | undefined;
  /** By metric, in the tool's unit: what a rig must reach to be accepted. */
  readonly limits: PlannedTest["limits"];
  /** 8 hex digits of what makes its figures comparable: command, parameters, warm-up. Not of how often it is repeated. */
  readonly digest: string;
}

/** Benchmarks of lower layers are named so, for the gate and for readers: what moves them is the rig. */
export const CANARY = "canary.";

/** Variables that every command finds. */
export const SESSION_VARIABLES = ["TARNISH_FOLDER", "TARNISH_BUILD", "TARNISH_SHA", "TARNISH_BLOCK", "TARNISH_SESSION"];

/** Variables that the commands of `orders.build` find besides. */
const ORDER_VARIABLES = Object.fromEntries(
  ["PARENT", "BRANCH", "REPOSITORY", "CHANGE_ID", "PATCHSET"].map((name) => [`TARNISH_${name}`, "x"]),
);

/** Canaries first: they say what the rig is worth before anything heavy disturbs it. */
export function tasksOf(plan: Plan): Task[] {
  const canaries = plan.canaries.map((canary, index) => {
    const { name, ...test } = canary;
    return task(plan, { ...test, benchmark: `${CANARY}${name}`, matrix: {} }, {}, `/canaries/${index}`, true);
  });
  const tests = plan.tests.flatMap((test, index) =>
    combinations(test.matrix).map((point) => task(plan, test, point, `/tests/${index}`, false)),
  );
  return [...canaries, ...tests];
}

function task(plan: Plan, test: PlannedTest, point: Variables, place: string, isCanary: boolean): Task {
  const { matrix: _, benchmark, timeout, takes, ...rest } = test;
  const parameters = { ...test.parameters, ...point };
  const env = { ...test.env, ...point };
  const named = benchmark ?? (typeof test.run === "string" ? test.run : test.run.join(" ")).split(/\s/)[0] ?? "test";
  const shown = Object.entries(point).map(([name, value]) => ` ${name}=${value}`);
  const makes = [
    test.run,
    test.shell,
    test.warmup,
    Object.entries({ ...plan.env, ...env }).sort(),
    Object.entries(parameters).sort(),
  ];
  return {
    ...rest,
    title: `${named}${shown.join("")}`,
    place,
    benchmark,
    isCanary,
    timeout: timeout ?? plan.timeout,
    takes,
    env,
    parameters,
    metrics: test.metrics,
    format: test.format,
    digest: createHash("sha256").update(JSON.stringify(makes)).digest("hex").slice(0, 8),
  };
}

function combinations(matrix: Readonly<Record<string, readonly string[]>>): Variables[] {
  return Object.entries(matrix).reduce<Variables[]>(
    (points, [name, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** Every command that cannot be started as it is written, with its place in the plan. */
export function faultsOfCommands(plan: Plan, tasks: readonly Task[]): FaultDetail[] {
  const builds = Object.entries(plan.builds).flatMap(([name, build]) => (build ? [{ name, build }] : []));
  const always = Object.fromEntries(SESSION_VARIABLES.map((name) => [name, "x"]));
  const common = { ...always, ...plan.env };
  const ofBuilds = builds.length === 0 ? [{ env: {} as Variables }] : builds.map(({ build }) => build);
  const hook = (list: readonly Command[], path: string, env: Variables = {}) =>
    list.flatMap((command, index) => fault(command, { ...common, ...env }, `${path}/${index}`));
  return [
    ...tasks.flatMap(({ run, shell, env, place, isCanary }) =>
      shell
        ? shellFault(run, `${place}/run`)
        : (isCanary ? [{ env: {} as Variables }] : ofBuilds).flatMap((build) =>
            fault(run, { ...common, ...build.env, ...env }, `${place}/run`),
          ),
    ),
    ...hook(plan.orders?.build ?? [], "/orders/build", ORDER_VARIABLES),
    ...hook(plan.block.setup, "/block/setup"),
    ...hook(plan.block.teardown, "/block/teardown"),
    ...ofBuilds.flatMap(({ env }) => [...hook(plan.setup, "/setup", env), ...hook(plan.teardown, "/teardown", env)]),
    ...builds.flatMap(({ name, build }) => hook(build.setup, `/builds/${name}/setup`, build.env)),
  ].filter(isFirst);
}

const isFirst = ({ path, detail }: FaultDetail, index: number, all: readonly FaultDetail[]): boolean =>
  all.findIndex((other) => other.path === path && other.detail === detail) === index;

function fault(command: Command, variables: Variables, path: string): FaultDetail[] {
  const worded = wordsOf(command, variables);
  return "wrong" in worded ? [{ path, detail: worded.wrong }] : [];
}

const shellFault = (run: Command, path: string): FaultDetail[] =>
  typeof run === "string" ? [] : [{ path, detail: "must be a line when a shell reads it" }];

/** Variables of a task's command in one build. */
export function variablesOf(plan: Plan, build: PlannedBuild | undefined, of: Partial<Task>): Variables {
  return { ...plan.env, ...(of.isCanary ? {} : build?.env), ...of.env };
}
