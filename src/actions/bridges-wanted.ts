/** After a person accepted a new epoch of a rig: which runs tie it to the history? */
import { bridgeOrders } from "../gate/orders/bridge-orders.ts";
import type { Release } from "../model/changeset.ts";
import type { AcceptedState } from "../model/epoch.ts";
import type { WantedOrder } from "../model/work-order.ts";
import type { StoredRun } from "../store/runs.ts";
import type { Context } from "./context.ts";
import { policyOfBranch } from "./policy-for.ts";
import { stateKey } from "./series-epochs.ts";

const MOST_RUNS = 2000;

/** The last release and the newest landed changeset that the rig measured in another epoch. */
export async function bridgesWanted(ctx: Context, rig: string): Promise<WantedOrder[]> {
  const epoch = await epochNow(ctx, rig);
  if (epoch === null) return [];
  const accepted = await ctx.known.acceptedStates();
  const epochOf = ({ watchHash }: StoredRun) => accepted.get(stateKey(rig, watchHash))?.epoch ?? watchHash;
  const counts = (runs: readonly StoredRun[]) =>
    runs.filter(({ excluded, complete, watchHash }) => excluded === "" && complete && watchHash !== "");
  const releases = [...(await ctx.known.releases()).values()].sort(newestFirst);
  const shas = releases.map(({ sha }) => sha);
  const ofReleases = shas.length === 0 ? [] : await ctx.store.runs({ rigs: [rig], shas, limit: MOST_RUNS });
  const recent = counts(await ctx.store.runs({ rigs: [rig], limit: MOST_RUNS }));
  const runs = [...new Map([...recent, ...counts(ofReleases)].map((run) => [run.run, run])).values()];
  const measured = new Set(runs.filter((run) => epochOf(run) !== epoch).map(({ sha }) => sha));
  const changesets = await ctx.known.changesets();
  const release = releases.find(({ sha }) => measured.has(sha));
  const tip = recent.find(({ sha }) => measured.has(sha) && changesets.get(sha)?.position !== undefined)?.sha;
  const branch = changesets.get(tip ?? release?.sha ?? "")?.branch ?? "";
  return bridgeOrders({
    rig,
    epoch,
    anchors: [
      ...(release ? [{ sha: release.sha, what: `release ${release.tag}` }] : []),
      ...(tip === undefined ? [] : [{ sha: tip, what: `the tip of ${branch === "" ? "the branch" : branch}` }]),
    ],
    runs: runs.map((run) => ({ sha: run.sha, suite: run.suite, epoch: epochOf(run) })),
    wanted: (await policyOfBranch(ctx, branch)).candidate,
  });
}

/** Of the state that was accepted last; null when people never accepted one. */
async function epochNow(ctx: Context, rig: string): Promise<string | null> {
  const states = (await ctx.store.entities("epoch")).filter(({ body }) => (body as AcceptedState).rig === rig);
  const last = states.reduce<(typeof states)[number] | undefined>(
    (newest, one) => (newest === undefined || one.at >= newest.at ? one : newest),
    undefined,
  );
  return last === undefined ? null : (last.body as AcceptedState).epoch;
}

const newestFirst = (a: Release, b: Release): number => ((a.releasedAt ?? "") < (b.releasedAt ?? "") ? 1 : -1);
