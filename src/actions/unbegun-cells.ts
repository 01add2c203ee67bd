/** First runs of what a policy requires of candidates that a rig could measure, and nobody has begun to. */
import { cellOrders } from "../gate/orders/cell-orders.ts";
import { roleOf } from "../gate/required-cells.ts";
import type { Changeset } from "../model/changeset.ts";
import type { Policy } from "../model/policy.ts";
import type { WantedOrder } from "../model/work-order.ts";
import type { StoredRun } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { judgeChangeset, settledFor } from "./judge-changeset.ts";

const EVERYBODY: Caller = { name: "planner", scopes: ["admin"] };
const DAY = 86_400_000;
/** A candidate that is older is nobody's any more. */
const RECENT = 14 * DAY;
const MOST_CANDIDATES = 30;
/** Changesets of a suite by which it is known what it measures. */
const LOOK_BACK = 5;

/** `runs`: the rig's newest ones, newest first; without any nobody knows what it could measure. */
export async function unbegunCells(ctx: Context, rig: string, runs: readonly StoredRun[]): Promise<WantedOrder[]> {
  const now = ctx.now().getTime();
  const wanted: WantedOrder[] = [];
  let measuring: Promise<Measuring> | undefined; // asked for once, and not where nothing is missing
  for (const { sha, committedAt = "" } of runs.length === 0 ? [] : await candidates(ctx, now)) {
    const { policy } = (await settledFor(ctx, EVERYBODY, sha)).ruling;
    if (policy.cells.length === 0) continue;
    const able = await ableRigs(ctx, policy);
    const missing = (await judgeChangeset(ctx, EVERYBODY, sha)).missing.map((one) => ({
      ...one,
      rigs: (one.rigs ?? []).filter((name) => able.has(name)),
    }));
    if (!missing.some(({ rigs = [] }) => rigs.includes(rig))) continue;
    measuring ??= measuringOf(ctx, runs);
    const suites = await suitesFor(ctx, rig, await measuring, policy);
    const days = Math.max(0, Math.floor((now - Date.parse(committedAt)) / DAY)); // a committer's clock may be ahead
    const draw = (name: string) => Number.parseInt(ctx.sha256(JSON.stringify([sha, name])).slice(0, 8), 16);
    wanted.push(...cellOrders({ sha, policy, missing, rig, suites, days, draw }));
  }
  return wanted;
}

/** Rigs that ever measured something that the policy requires: a drawn rig that cannot would be a day lost. */
async function ableRigs(ctx: Context, policy: Policy): Promise<ReadonlySet<string>> {
  const rigs = await ctx.known.rigs();
  const rows = [...(await ctx.known.series()).values()];
  const isRequired = (row: (typeof rows)[number]) =>
    roleOf(policy, { ...row, labels: rigs.get(row.rig)?.labels ?? [] }) === "required";
  return new Set(rows.filter(isRequired).map(({ rig }) => rig));
}

/** Newest first, of each Change-Id and branch the newest patchset. */
async function candidates(ctx: Context, now: number): Promise<readonly Changeset[]> {
  const all = [...(await ctx.known.changesets()).values()];
  const newest = new Map<string, number>();
  for (const one of all) newest.set(reviewOf(one), Math.max(newest.get(reviewOf(one)) ?? 0, one.patchset ?? 0));
  const isCandidate = (one: Changeset): boolean =>
    one.position === undefined &&
    now - Date.parse(one.committedAt ?? "") <= RECENT &&
    (one.changeId === undefined || (one.patchset ?? 0) === newest.get(reviewOf(one)));
  return all
    .filter(isCandidate)
    .sort((a, b) => Date.parse(b.committedAt ?? "") - Date.parse(a.committedAt ?? ""))
    .slice(0, MOST_CANDIDATES);
}

const reviewOf = ({ changeId = "", branch = "" }: Changeset): string => JSON.stringify([changeId, branch]);

/** By suite, in the order of their names: series that its last changesets measured. */
type Measuring = ReadonlyMap<string, readonly string[]>;

async function measuringOf(ctx: Context, runs: readonly StoredRun[]): Promise<Measuring> {
  const suites = [...groupedBy(runs, ({ suite }) => suite)].sort(([one], [other]) => (one < other ? -1 : 1));
  const last = suites.map(([suite, own]) => {
    return [suite, [...new Set(own.map(({ sha }) => sha))].slice(0, LOOK_BACK)] as const;
  });
  const measured = await ctx.store.measured([...new Set(last.flatMap(([, shas]) => shas))]);
  return new Map(last.map(([suite, shas]) => [suite, shas.flatMap((sha) => [...(measured.get(sha) ?? [])])]));
}

async function suitesFor(ctx: Context, rig: string, measuring: Measuring, policy: Policy): Promise<readonly string[]> {
  const labels = (await ctx.known.rigs()).get(rig)?.labels ?? [];
  const series = await ctx.known.series();
  const isRequired = (id: string): boolean => {
    const row = series.get(id);
    return row?.rig === rig && roleOf(policy, { ...row, labels }) === "required";
  };
  return [...measuring].flatMap(([suite, ids]) => (ids.some(isRequired) ? [suite] : []));
}
