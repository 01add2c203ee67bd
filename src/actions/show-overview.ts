/** What the home page shows: series with their histories, the newest verdicts, and how far the gate is armed. */
import { baselineNeed } from "../gate/series-looks.ts";
import type { ChangesetVerdict, Need } from "../model/verdict.ts";
import type { SeriesRow } from "../store/store.ts";
import { announcedChanges } from "./announce-changes.ts";
import { armsOn } from "./arms-on.ts";
import type { Caller, Context } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { seriesVersions } from "./history-memory.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { EVERYTHING } from "./known.ts";
import { policyOfBranch } from "./policy-for.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { type Trend, trends } from "./trends.ts";

/** Verdicts shown, and brought up to date before they are. */
const RECENT = 10;

/** Changesets of a small multiple, where there are more: the series' page has the others. */
const LATELY = 100;

/** One line of the table of recent verdicts. */
export interface RecentVerdict {
  readonly sha: string;
  readonly subject?: string;
  readonly branch?: string;
  /** RFC 3339, UTC. */
  readonly committedAt?: string;
  readonly verdict: ChangesetVerdict["verdict"];
  /** False while runs are still expected. */
  readonly final: boolean;
  /** An effect was seen and awaits confirmation. */
  readonly suspected: boolean;
  /** One sentence, from the verdict. */
  readonly why: string;
}

/** How far the gate can judge already. */
export interface Arming {
  /** Series with enough baseline to be judged, of `series`. */
  readonly armed: number;
  readonly series: number;
  /** What the slowest waiting series still needs: blocks (nights) and runs; 0 when all are armed. */
  readonly blocksLeft: number;
  readonly runsLeft: number;
  /** The day on which the last of them is expected, as 2026-10-09; null when all are armed or none has a rhythm. */
  readonly on: string | null;
}

/** Of all series at once: their points are not kept. */
export type ShownTrend = Omit<Trend, "points">;

export interface Overview {
  readonly histories: readonly ShownTrend[];
  readonly rigs: readonly string[];
  readonly verdicts: readonly RecentVerdict[];
  readonly arming: Arming | null;
}

export async function showOverview(ctx: Context, caller: Caller): Promise<Overview> {
  return await ctx.known.derived(`overview ${sightOf(caller)}`, () => overview(ctx, caller), [
    ...EVERYTHING,
    "verdicts",
  ]);
}

/** Announces and judges what the overview would, so that drawing it moves nothing. Once for as long as nothing arrives. */
export async function settleOverview(ctx: Context, caller: Caller): Promise<void> {
  await announcedChanges(ctx);
  await ctx.known.derived(`settled overview ${sightOf(caller)}`, async () => {
    await recentVerdicts(ctx, caller);
  });
}

async function overview(ctx: Context, caller: Caller): Promise<Overview> {
  const series = await visibleSeries(ctx, caller);
  const stands = await standings(ctx, series);
  return {
    histories: stands.map(({ trend }) => trend),
    rigs: [...new Set(series.map(({ rig }) => rig))].sort(),
    verdicts: await recentVerdicts(ctx, caller),
    arming: armingOf(stands.map(({ left }) => left)),
  };
}

/** How one series stands, and what it still needs before the gate can judge it. */
interface Standing {
  readonly trend: ShownTrend;
  readonly left: Left;
}

type Kept = Map<string, Standing & { readonly version: string }>;

const keptOf = new WeakMap<object, Kept>();
/** A hundred changesets of a series are 15 kB. */
const MOST_KEPT = 5000;

/** Drawn anew where anything arrived for the series, or anything else that a trend shows. In the order of `trends`. */
async function standings(ctx: Context, series: readonly SeriesRow[]): Promise<Standing[]> {
  const kept: Kept = keptOf.get(ctx.store) ?? new Map();
  keptOf.set(ctx.store, kept);
  const known = await Promise.all((["changesets", "entities"] as const).map((of) => ctx.store.watermark(of)));
  const versions = await seriesVersions(ctx, series);
  const versionOf = (id: string) => `${versions?.get(id)} ${known.join(" ")}`;
  const found = new Map<string, Standing>();
  if (versions !== null)
    for (const { id } of series) {
      const before = kept.get(id);
      if (before?.version === versionOf(id)) found.set(id, before);
    }
  const others = series.filter(({ id }) => !found.has(id));
  for await (const { points, ...trend } of trends(ctx, others, LATELY)) {
    const { id } = trend.series;
    const standing = { trend, left: await leftOf(ctx, trend.branch, points), version: versionOf(id) };
    found.set(id, standing);
    if (kept.has(id) || kept.size < MOST_KEPT) kept.set(id, standing);
  }
  return await inOrder(
    ctx,
    series.flatMap(({ id }) => found.get(id) ?? []),
  );
}

/** Those of the longest branch first, where it is too long to be shown as a whole. */
async function inOrder(ctx: Context, all: Standing[]): Promise<Standing[]> {
  const order = await ctx.known.landingOrder();
  const branches = order.branches();
  if (order.trunk(branches[0] ?? "").length <= LATELY) return all;
  const place = ({ trend: { branch, changesets, excluded } }: Standing) =>
    changesets.length + excluded.length === 0 ? branches.length : branches.indexOf(branch);
  return all.sort((a, b) => place(a) - place(b));
}

/** Newest first, by the time of the verdict. A private rig's part of a verdict is not shown to strangers. */
async function recentVerdicts(ctx: Context, caller: Caller): Promise<RecentVerdict[]> {
  const hidden = await hiddenChangesets(ctx, caller);
  const newest = await ctx.store.newestKeys("verdict", RECENT + hidden.size);
  const recorded = newest.filter((sha) => !hidden.has(sha)).slice(0, RECENT);
  const changesets = await ctx.known.changesets();
  return await Promise.all(
    recorded.map(async (key) => {
      const { sha, verdict, final, why, series } = await judgeChangeset(ctx, caller, key);
      const { subject, branch, committedAt } = changesets.get(sha) ?? {};
      return {
        sha,
        verdict,
        final,
        why,
        suspected: series.some(({ suspected }) => suspected),
        ...(subject !== undefined && { subject }),
        ...(branch !== undefined && { branch }),
        ...(committedAt !== undefined && { committedAt }),
      };
    }),
  );
}

/** What one series still needs before the gate can judge it. */
interface Left extends Need {
  readonly on: string | null;
}

async function leftOf(ctx: Context, branch: string, points: Trend["points"]): Promise<Left> {
  const policy = await policyOfBranch(ctx, branch);
  const runs = points.filter(({ excluded, cause }) => excluded === "" && cause === "scheduled");
  return { ...baselineNeed(runs, policy), on: armsOn(runs, policy)?.on ?? null };
}

/** The slowest decides. */
function armingOf(left: readonly Left[]): Arming | null {
  if (left.length === 0) return null;
  const days = left.flatMap(({ on }) => on ?? []).sort();
  return {
    armed: left.filter(({ blocks, runs }) => blocks === 0 && runs === 0).length,
    series: left.length,
    blocksLeft: Math.max(...left.map(({ blocks }) => blocks)),
    runsLeft: Math.max(...left.map(({ runs }) => runs)),
    on: days.at(-1) ?? null,
  };
}
