/** Makes the builds that an order measures: the plan's own commands, which find the changeset in their environment. */
import { rmSync } from "node:fs";
import type { ShownOrder } from "../actions/work-orders.ts";
import type { Changeset } from "../model/changeset.ts";
import { runHooks } from "../rig/runner/hooks.ts";
import { folderOf, removeLeftovers } from "../rig/runner/leftovers.ts";
import type { OpenPlan } from "./plan-file.ts";

/** Why a build could not be made; undefined when all are there. The candidate's last, because it is what is asked about. */
export async function makeBuilds(
  { plan, directory }: OpenPlan,
  order: ShownOrder,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { build = [], timeout = plan.timeout } = plan.orders ?? {};
  if (build.length === 0) return undefined;
  const name = `build-${order.id}`;
  removeLeftovers(name); // of a start that was killed while it built
  const sides = [["baseline", order.baselineChangeset] as const, ["candidate", order.changeset] as const];
  for (const [side, changeset] of sides) {
    if (changeset === null) continue;
    const folder = folderOf(name);
    try {
      const variables = { ...plan.env, ...variablesOf(changeset), TARNISH_BUILD: side, TARNISH_FOLDER: folder };
      const place = { plan: { ...plan, timeout }, build: undefined, directory, folder, env, variables };
      const failed = await runHooks(place, [[`building ${changeset.sha}`, build]], signal);
      if (failed !== undefined) return failed;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** "" for what is not known: a command may rely on all of them. */
const variablesOf = ({ sha, parent, branch, repository, changeId, patchset }: Changeset) => ({
  TARNISH_SHA: sha,
  TARNISH_PARENT: parent ?? "",
  TARNISH_BRANCH: branch ?? "",
  TARNISH_REPOSITORY: repository ?? "",
  TARNISH_CHANGE_ID: changeId ?? "",
  TARNISH_PATCHSET: patchset === undefined ? "" : String(patchset),
});
