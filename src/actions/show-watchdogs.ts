/** What the service notices of the measuring itself: who fell silent, what is compared with itself, what nobody would see. */
import { roleOf } from "../gate/required-cells.ts";
import { thresholdOf } from "../gate/threshold.ts";
import { hidesEverything, isUngated, sameBinarySince, silentSince, untakenSince } from "../gate/watchdogs.ts";
import type { Watchdog } from "../model/watchdog.ts";
import type { StoredRun } from "../store/runs.ts";
import { type BranchHistory, branchHistories } from "./branch-histories.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { contentHash } from "./identify.ts";
import { EVERYTHING } from "./known.ts";
import { isHeld } from "./lease-state.ts";
import { policyOfBranch } from "./policy-for.ts";
import { canSee, sightOf, visibleSeries } from "./read-series.ts";
import { rigsAway } from "./rig-away.ts";
import { hoursUsed, waiting } from "./work-orders.ts";

const DAY = 86_400_000;
/** Of each rig the newest runs. */
const RUNS = 500;

/** Of the rigs that the caller may see, by kind, rig and subject. */
export async function showWatchdogs(ctx: Context, caller: Caller): Promise<readonly Watchdog[]> {
  const hour = ctx.now().toISOString().slice(0, 13);
  const name = `watchdogs ${sightOf(caller)} ${hour}`;
  return await ctx.known.derived(
    name,
    async () => [...(await ofRigs(ctx, caller)), ...(await ofSeries(ctx, caller))],
    EVERYTHING,
  );
}

async function ofRigs(ctx: Context, caller: Caller): Promise<Watchdog[]> {
  const rigs = [...(await ctx.known.rigs()).values()].filter((rig) => canSee(caller, rig)).map(({ rig }) => rig);
  const away = await rigsAway(ctx);
  const found = await Promise.all(
    rigs.sort().map(async (rig) => {
      const runs = await ctx.store.runs({ rigs: [rig], limit: RUNS });
      const isThere = !away.has(rig);
      return [
        ...(isThere ? silences(ctx, rig, runs) : []),
        ...sameBinary(ctx, rig, runs),
        ...(isThere ? await untaken(ctx, rig) : []),
      ];
    }),
  );
  return found.flat();
}

/** A rig whose suites are all silent is told once. */
function silences(ctx: Context, rig: string, runs: readonly StoredRun[]): Watchdog[] {
  const scheduled = runs.filter(({ cause }) => cause === "scheduled");
  const now = ctx.now().getTime();
  const since = (some: readonly StoredRun[]) =>
    some.length === 0
      ? null
      : silentSince(
          some.map(({ startedAt }) => startedAt.getTime()),
          now,
        );
  const whole = since(scheduled);
  const say = (at: number, what: string, suite?: string): Watchdog => {
    const day = new Date(at).toISOString();
    const text = `${what} has measured nothing since ${day.slice(0, 10)}: look at the rig, or say tarnish rig away ${rig} --until DATE.`;
    return { ...named(ctx, "silent", rig, suite ?? ""), ...(suite !== undefined && { suite }), since: day, text };
  };
  if (whole !== null) return [say(whole, rig)];
  return [...groupedBy(scheduled, ({ suite }) => suite)].flatMap(([suite, mine]) => {
    const at = since(mine);
    return at === null ? [] : [say(at, `the suite ${suite} on ${rig}`, suite)];
  });
}

function sameBinary(ctx: Context, rig: string, runs: readonly StoredRun[]): Watchdog[] {
  const builds = runs.map(({ sha, packagesHash, startedAt }) => ({
    sha,
    packages: packagesHash,
    startedAt: +startedAt,
  }));
  const since = sameBinarySince(builds);
  if (since === null) return [];
  const at = new Date(since.startedAt).toISOString();
  const text = `${rig} has measured one and the same binary since ${at.slice(0, 10)}, whatever the changeset: what is installed there is not what is said to be.`;
  return [{ ...named(ctx, "same_binary", rig, ""), since: at, text }];
}

/** Orders that nobody began although nothing holds them; the day's quota does, and another night. */
async function untaken(ctx: Context, rig: string): Promise<Watchdog[]> {
  const begin: number[] = [];
  const used = hoursUsed(ctx);
  for (const { order, lease } of await ctx.store.work.open([rig])) {
    const until = lease === null ? 0 : Date.parse(lease.until);
    if (isHeld(lease, ctx.now().getTime()) || (await waiting(ctx, order, used)) !== null) continue;
    const night = order.afterNight === null ? 0 : Date.parse(order.afterNight) + DAY;
    begin.push(Math.max(Date.parse(order.orderedAt), night, until));
  }
  const since = untakenSince(begin, ctx.now().getTime());
  if (since === null) return [];
  const at = new Date(since).toISOString();
  const orders = begin.length === 1 ? "a work order waits" : `${begin.length} work orders wait`;
  const text = `${orders} on ${rig} since ${at.slice(0, 10)}, and nobody takes them: run tarnish run PLAN --orders there, or tarnish work cancel ID.`;
  return [{ ...named(ctx, "untaken", rig, ""), since: at, text }];
}

async function ofSeries(ctx: Context, caller: Caller): Promise<Watchdog[]> {
  const seen = new Set((await visibleSeries(ctx, caller)).map(({ id }) => id));
  const found: Watchdog[] = [];
  for (const history of await branchHistories(ctx)) {
    if (seen.has(history.row.id)) found.push(...(await ofHistory(ctx, history)));
  }
  return found;
}

async function ofHistory(ctx: Context, history: BranchHistory): Promise<Watchdog[]> {
  const { row, branch, analysis, shas, newestRun } = history;
  const policy = await policyOfBranch(ctx, branch);
  const subject = { ...row, labels: (await ctx.known.rigs()).get(row.rig)?.labels ?? [] };
  const { ratio } = thresholdOf(policy, subject, analysis.levels.at(-1)?.value ?? null);
  const name = `${row.metric} of ${row.benchmark} on ${row.rig}`;
  const about = { series: row.id, since: newestRun };
  const found: Watchdog[] = [];
  if (isUngated(roleOf(policy, subject), shas.length)) {
    const text = `${name} was measured on ${shas.length} changesets of ${branch}, and nobody gates it: the policy ${policy.name} makes it advisory.`;
    found.push({ ...named(ctx, "ungated", row.rig, `${row.id} ${branch}`), ...about, text });
  }
  if (hidesEverything(ratio, worseningsOf(history))) {
    const percent = Number((100 * ratio).toPrecision(3));
    const text = `${name} on ${branch}: a threshold of ${percent} % hides every loss that it ever had; the policy ${policy.name} may say a smaller one.`;
    found.push({ ...named(ctx, "blind_threshold", row.rig, `${row.id} ${branch}`), ...about, text });
  }
  return found;
}

function worseningsOf({ row, analysis }: BranchHistory): number[] {
  return analysis.changes.flatMap(({ state, before, after, effect }) => {
    const isWorse = after > before === (row.better === "lower");
    if (!isWorse || state !== "confirmed" || effect.scale !== "ratio") return [];
    return [Math.exp(Math.abs(Math.log(effect.value))) - 1];
  });
}

function named(ctx: Context, kind: Watchdog["kind"], rig: string, subject: string) {
  return { id: contentHash(["watchdog", kind, rig, subject], ctx.sha256).slice(0, 16), kind, rig };
}
