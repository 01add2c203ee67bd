/** How is a rig doing? When it was last heard of, whether that is longer ago than its rhythm explains, what drifted. */
import { isSilent } from "../gate/eta.ts";
import type { Caller, Context } from "./context.ts";
import { changedFacts } from "./invalid-environment.ts";
import { lastRuns } from "./last-runs.ts";
import { listRigs, type ShownRig } from "./rig-away.ts";
import { stateKey } from "./series-epochs.ts";

export type RigWord = "drifted" | "silent" | "away" | "measuring" | "new";

export interface RigCondition {
  readonly rig: ShownRig;
  readonly word: RigWord;
  /** RFC 3339: when the newest result arrived, and when its newest run started; null before the first. */
  readonly heardAt: string | null;
  readonly startedAt: string | null;
  /** Hours from the start of a block to that of the next; null without a rhythm. */
  readonly everyHours: number | null;
  /** What differs from the accepted state before it, as `kernel 6.1 → 6.8`; empty where nothing is open. */
  readonly drift: string;
}

const HOUR = 3_600_000;

/** Of the rigs that the caller may see, in the order of their names. */
export async function rigConditions(ctx: Context, caller: Caller): Promise<RigCondition[]> {
  const rigs = await listRigs(ctx, caller);
  const all = await Promise.all(rigs.map((rig) => rigCondition(ctx, rig)));
  return all.sort((a, b) => a.rig.rig.localeCompare(b.rig.rig, "en"));
}

export async function rigCondition(ctx: Context, rig: ShownRig): Promise<RigCondition> {
  const { rhythm, newest, heardAt } = await lastRuns(ctx, rig.rig);
  const drift = newest === null ? "" : await openDriftOf(ctx, rig.rig);
  // A spool that delivers late is no silence: what counts is when results arrive.
  const last = Math.max(rhythm?.last ?? 0, heardAt?.getTime() ?? 0);
  const isQuiet = rhythm !== null && rhythm.gap > 0 && isSilent({ last, gap: rhythm.gap }, ctx.now().getTime());
  return {
    rig,
    word: wordOf(rig, { hasRuns: newest !== null, drift, isQuiet }),
    heardAt: heardAt?.toISOString() ?? null,
    startedAt: newest?.startedAt.toISOString() ?? null,
    everyHours: rhythm === null || rhythm.gap <= 0 ? null : rhythm.gap / HOUR,
    drift,
  };
}

function wordOf(rig: ShownRig, { hasRuns, drift, isQuiet }: { hasRuns: boolean; drift: string; isQuiet: boolean }) {
  if (drift !== "") return "drifted";
  if (rig.awayUntil !== undefined) return "away";
  if (!hasRuns) return "new";
  return isQuiet ? "silent" : "measuring";
}

/** The state in which the rig is now, where nobody accepted it yet. A rig that went back has no open drift. */
async function openDriftOf(ctx: Context, rig: string): Promise<string> {
  return await ctx.known.derived(`open drift ${rig}`, async () => {
    const states = await ctx.store.states(rig);
    const newest = states.reduce<(typeof states)[number] | undefined>(
      (latest, state) => (latest === undefined || state.last > latest.last ? state : latest),
      undefined,
    );
    if (newest === undefined || newest === states[0]) return "";
    if ((await ctx.known.acceptedStates()).has(stateKey(rig, newest.watchHash))) return "";
    const before = states[states.indexOf(newest) - 1];
    return before === undefined
      ? ""
      : (await changedFacts(ctx, before.lastRun, newest.firstRun)) || "its watched facts";
  });
}
