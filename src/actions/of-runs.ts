/**
 * What follows from the runs of some changesets and from what people decided stays as it is while other changesets are
 * measured: a release of last year is not judged anew every morning, nor by every process that starts.
 */
import { ENGINE_VERSION } from "../model/engine.ts";
import type { AnalysisKey } from "../store/analysis-store.ts";
import { COMPARING_KINDS } from "../store/event-kinds.ts";
import type { Caller, Context } from "./context.ts";
import { canSee, sightOf } from "./read-series.ts";

export interface FollowsFrom {
  /** What else the answer depends on. */
  readonly name: string;
  /** In landing order, all whose runs matter. */
  readonly shas: readonly string[];
  /** The answer is JSON, and kept in the store under this name: those of one name are few. */
  readonly kept?: Pick<AnalysisKey, "kind" | "key">;
}

/** Callers from whom the same rigs are hidden are given the same answer, and nobody else. */
export async function ofRuns<T>(
  ctx: Context,
  caller: Caller,
  { name, shas, kept }: FollowsFrom,
  derive: () => Promise<T>,
): Promise<T> {
  const hidden = await hiddenRigs(ctx, caller);
  const stamp = await inputs(ctx, name, shas, hidden);
  const sight = hidden.length === 0 ? "all" : sightOf(caller);
  const known = async () => {
    // The tables show a write before it is whole, and what is known by heart follows then: it is not to be behind them.
    await ctx.store.settled();
    if (kept === undefined) return await derive();
    const key = { kind: kept.kind, key: `${kept.key} ${sight}`, inputs: stamp };
    const before = (await ctx.store.analyses.read(key)) as T | undefined;
    if (before !== undefined) return before;
    const answer = await derive();
    // What arrived meanwhile may be in it or not: nobody knows what it follows from.
    if ((await inputs(ctx, name, shas, await hiddenRigs(ctx, caller))) === stamp) await keep(ctx, key, answer);
    return answer;
  };
  return await ctx.known.derived(`${kept?.kind ?? ""} ${stamp}`, known, []);
}

/** Names of those that the caller must not see now. */
async function hiddenRigs(ctx: Context, caller: Caller): Promise<readonly string[]> {
  const rigs = [...(await ctx.known.rigs()).values()];
  return rigs.flatMap((rig) => (canSee(caller, rig) ? [] : [rig.rig])).sort();
}

/** 64 hex digits. Of series only those count that have runs of these changesets, and such a run moves the stamp. */
async function inputs(ctx: Context, name: string, shas: readonly string[], hidden: readonly string[]): Promise<string> {
  const order = await ctx.known.landingOrder();
  const names = [...new Set(shas.flatMap((sha) => order.countedAs(sha)))];
  const stamp = await ctx.store.runsStamp(names, COMPARING_KINDS);
  const isHidden = new Set(hidden);
  const isPartial = [...(await ctx.known.series()).values()].some(({ rig }) => isHidden.has(rig));
  return ctx.sha256(JSON.stringify([ENGINE_VERSION, name, shas, names, hidden, isPartial, stamp]));
}

/** A store that does not take it now costs whoever asks next the time, and this reader nothing; its metrics tell. */
async function keep(ctx: Context, key: AnalysisKey, answer: unknown): Promise<void> {
  try {
    await ctx.store.analyses.keep(key, answer, { at: ctx.now(), id: ctx.newId() });
  } catch {}
}
