/** A plan as an order wants it: its changesets as builds, its runs and blocks, the tests that are asked for. */
import { createHash } from "node:crypto";
import type { ShownOrder } from "../actions/work-orders.ts";
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { Side } from "../rig/plan/schedule.ts";
import type { Task } from "../rig/plan/tasks.ts";
import { sha } from "../wire/parts.ts";
import type { Plan, PlannedBuild } from "../wire/plan.ts";
import type { OpenPlan, ReadPlan } from "./plan-file.ts";

/** Throws a Fault when this plan cannot do what is asked. */
export function planForOrder({ plan, tasks, directory }: OpenPlan, order: ShownOrder): ReadPlan {
  const sides: Side[] = order.baseline === null ? ["candidate"] : ["baseline", "candidate"];
  const changesets = {
    candidate: known(order.changeset),
    ...(order.baselineChangeset && { baseline: known(order.baselineChangeset) }),
  };
  const builds: Plan["builds"] = {
    candidate: buildOf(plan.builds.candidate, changesets.candidate),
    ...(changesets.baseline && {
      baseline: buildOf(plan.builds.baseline ?? plan.builds.candidate, changesets.baseline),
    }),
  };
  const { blocks, runs, cause, rig } = order;
  const ordered: Plan = { ...plan, builds, cause, blocks, sessions: Math.ceil(runs / blocks), order: "abba", stop: {} };
  const digest = createHash("sha256")
    .update(JSON.stringify([order.id, ordered, changesets]))
    .digest("hex")
    .slice(0, 16);
  return { plan: ordered, tasks: askedFor(order, tasks), sides, rig, cause, changesets, directory, digest };
}

/** What the rig says of a changeset: enough to know it again. Text from afar is looked at before a command sees it. */
function known({ sha: named, branch, parent }: Changeset): Changeset {
  if (!sha.safeParse(named).success || !/^[A-Za-z0-9]/.test(named))
    throw new Fault("invalid", `The order names a changeset that no command should see: ${JSON.stringify(named)}.`);
  return { sha: named, ...(branch !== undefined && { branch }), ...(parent !== undefined && { parent }) };
}

/** `${TARNISH_SHA}` in variables and files is the changeset's sha. */
function buildOf(build: PlannedBuild | undefined, changeset: Changeset): PlannedBuild {
  const filled = (text: string) => text.replace(/\$\{TARNISH_SHA\}/g, changeset.sha);
  const { env = {}, files = [], setup = [], ...rest } = build ?? {};
  return {
    ...rest,
    setup,
    env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])),
    files: files.map(filled),
    changeset,
  };
}

/** Canaries, and the tests whose digest is part of an asked series' version; all where no series has one. */
function askedFor({ series, suite }: ShownOrder, tasks: readonly Task[]): readonly Task[] {
  const digests = new Set(series.flatMap(({ version }) => /plan:([0-9a-f]{8})$/.exec(version)?.[1] ?? []));
  if (digests.size === 0) return tasks;
  const asked = tasks.filter(({ isCanary, digest }) => isCanary || digests.has(digest));
  if (asked.some(({ isCanary }) => !isCanary)) return asked;
  throw new Fault("invalid", `The plan has no test any more that measured what is asked for of ${suite}.`);
}
