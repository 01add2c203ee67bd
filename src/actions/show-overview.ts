/** What the home page shows: series with their histories, the newest verdicts, and how far the gate is armed. */
import type { ChangesetVerdict } from "../model/verdict.ts";
import { announcedChanges } from "./announce-changes.ts";
import type { Caller, Context } from "./context.ts";
import { withoutHidden } from "./hidden-changesets.ts";
import { inForceNow } from "./in-force-now.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { EVERYTHING } from "./known.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { type Left, type ShownSeries, shownSeries } from "./shown-series.ts";

/** Verdicts shown, and brought up to date before they are. */
const RECENT = 10;

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

export interface Overview {
  readonly histories: readonly ShownSeries[];
  readonly rigs: readonly string[];
  readonly verdicts: readonly RecentVerdict[];
  readonly arming: Arming | null;
}

export async function showOverview(ctx: Context, caller: Caller): Promise<Overview> {
  const name = `overview ${sightOf(caller)} ${await inForceNow(ctx)}`;
  return await ctx.known.derived(name, () => overview(ctx, caller), [...EVERYTHING, "verdicts"]);
}

/** Announces and judges what the overview would, so that drawing it moves nothing. Once for as long as nothing arrives. */
export async function settleOverview(ctx: Context, caller: Caller): Promise<void> {
  await announcedChanges(ctx);
  await ctx.known.derived(`settled overview ${sightOf(caller)} ${await inForceNow(ctx)}`, async () => {
    await recentVerdicts(ctx, caller);
  });
}

async function overview(ctx: Context, caller: Caller): Promise<Overview> {
  const series = await visibleSeries(ctx, caller);
  const histories = await shownSeries(ctx, series);
  return {
    histories,
    rigs: [...new Set(series.map(({ rig }) => rig))].sort(),
    verdicts: await recentVerdicts(ctx, caller),
    arming: armingOf(histories.map(({ left }) => left)),
  };
}

/** Newest first, by the time of the verdict. A private rig's part of a verdict is not shown to strangers. */
async function recentVerdicts(ctx: Context, caller: Caller): Promise<RecentVerdict[]> {
  const recorded = await withoutHidden(ctx, caller, async (hidden) => {
    const newest = await ctx.store.newestKeys("verdict", RECENT + hidden.size);
    return newest.filter((sha) => !hidden.has(sha)).slice(0, RECENT);
  });
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
