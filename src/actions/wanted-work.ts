/** Everything that is wanted of one rig: for landings without an answer, open changes, new epochs, and audits. */
import { auditOrders } from "../gate/orders/audit-orders.ts";
import { changeOrders } from "../gate/orders/change-orders.ts";
import { landingOrders } from "../gate/orders/landing-orders.ts";
import type { RigRun } from "../gate/orders/nights.ts";
import type { Cause } from "../model/run.ts";
import type { WantedOrder } from "../model/work-order.ts";
import type { StoredRun } from "../store/runs.ts";
import { bridgesWanted } from "./bridges-wanted.ts";
import type { Caller, Context } from "./context.ts";
import { judgeChangeset, settledFor } from "./judge-changeset.ts";
import { openChanges } from "./open-changes.ts";
import { policyOfBranch } from "./policy-for.ts";
import { unbegunCells } from "./unbegun-cells.ts";

/** Older runs order nothing any more. */
const RECENT = 14 * 86_400_000;
const MOST_RUNS = 2000;
/** Changesets that are judged for one rig, newest first. */
const MOST_LANDINGS = 30;

const EVERYBODY: Caller = { name: "planner", scopes: ["admin"] };

/** Besides runs. */
const SETTLED = ["changesets", "entities"] as const;

/** `day`: as 2026-10-02, UTC; verdicts may wait for a day. */
export async function wantedWork(ctx: Context, rig: string, day: string): Promise<WantedOrder[]> {
  const from = new Date(ctx.now().getTime() - RECENT);
  const runs = await ctx.store.runs({ rigs: [rig], from, limit: MOST_RUNS });
  const landings: WantedOrder[] = [];
  for (const { sha, mine, stamp } of await recentLandings(ctx, runs)) {
    const read = ctx.sha256(JSON.stringify(mine.map(({ run, excluded }) => [run, excluded])));
    const name = `wanted work ${rig} ${sha} ${stamp} ${read} ${day}`; // one may have come since they were read
    landings.push(...(await ctx.known.derived(name, () => ofLanding(ctx, rig, sha, mine), SETTLED)));
  }
  const changes = changeOrders(await openChanges(ctx)).filter((order) => order.rig === rig);
  return [...(await bridgesWanted(ctx, rig)), ...landings, ...(await unbegunCells(ctx, rig, runs)), ...changes];
}

interface RecentLanding {
  readonly sha: string;
  /** Runs of its code, whatever its name. */
  readonly mine: readonly StoredRun[];
  /** A run of another landing leaves it as it is: what is wanted is asked again when its own runs, or what people say, changed. */
  readonly stamp: string;
}

/** `runs`: of one rig, newest first. */
async function recentLandings(ctx: Context, runs: readonly StoredRun[]): Promise<RecentLanding[]> {
  const [kin, order] = [await ctx.known.kin(), await ctx.known.landingOrder()];
  const landings: { sha: string; mine: StoredRun[]; weighs: string[] }[] = [];
  for (const sha of [...new Set(runs.map((run) => run.sha))].slice(0, MOST_LANDINGS)) {
    const own = new Set([sha, ...kin.twins(sha)]);
    const mine = runs.filter((run) => own.has(run.sha));
    if (await isHistory(ctx, sha, mine.length)) continue;
    const parent = order.ancestors(sha)[0];
    landings.push({ sha, mine, weighs: [...own, ...(parent ? [parent.sha] : [])] });
  }
  const stamps = await ctx.store.runsStamps([...new Set(landings.flatMap(({ weighs }) => weighs))]);
  return landings.map(({ sha, mine, weighs }) => ({
    ...{ sha, mine },
    stamp: weighs.map((one) => stamps.get(one) ?? "").join(" "),
  }));
}

/** It landed, and has too few runs for a verdict: most nights of most rigs are of that kind. */
async function isHistory(ctx: Context, sha: string, runs: number): Promise<boolean> {
  const changeset = (await ctx.known.changesets()).get(sha);
  if (changeset?.position === undefined) return false;
  return runs < (await policyOfBranch(ctx, changeset.branch ?? "")).candidate.runs;
}

async function ofLanding(ctx: Context, rig: string, sha: string, runs: readonly StoredRun[]): Promise<WantedOrder[]> {
  const verdict = await judgeChangeset(ctx, EVERYBODY, sha);
  const { policy } = (await settledFor(ctx, EVERYBODY, sha)).ruling;
  const state = { verdict, policy, rig, runs: runs.filter(({ excluded }) => excluded === "").map(rigRun) };
  const draw = Number.parseInt(ctx.sha256(`audit ${sha}`).slice(0, 8), 16) / 2 ** 32;
  const isLanded = (await ctx.known.changesets()).get(sha)?.position !== undefined;
  return [...landingOrders({ ...state, isLanded }), ...auditOrders({ ...state, draw })];
}

const rigRun = ({ run, suite, block, cause, startedAt }: StoredRun): RigRun & { readonly cause: Cause } => ({
  run,
  suite,
  block,
  cause,
  startedAt: startedAt.toISOString(),
});
