/** Two hosts of one history become one again: what each had alone is remembered, so that what they contradict is listed. */
import type { Merge, Stretch } from "../model/merge.ts";
import { type Caller, type Context, demand, isMirror } from "./context.ts";
import { contentHash } from "./identify.ts";
import { record } from "./record.ts";
import { type StateConflict, stateConflicts } from "./state-conflicts.ts";

/** How far a chain has come. */
export type Reach = Pick<Stretch, "chain"> & { readonly sequence: number };

/** A run that both accepted with different content. */
export interface RunRivals {
  readonly kind: "run";
  readonly key: string;
  readonly rig: string;
  readonly rule: "the writer's";
  readonly counts: { readonly contentHash: string };
  readonly refused: { readonly contentHash: string; readonly at: string; readonly who: string };
}

export type Conflict = RunRivals | StateConflict;

/** Before the events of a host that comes back are taken. `theirs`: how far its chains have come. Once for the same. */
export async function recordMerge(ctx: Context, caller: Caller, theirs: readonly Reach[]): Promise<Merge> {
  demand(caller);
  return await ctx.known.inTurn(async () => {
    const ours = await ctx.store.heads();
    const [given, kept] = [beyond(theirs, ours), beyond(ours, theirs)];
    const before = [...(await ctx.known.merges()).values()].find((one) => isSame([one.given, one.kept], [given, kept]));
    const merge = before ?? { id: ctx.newId(), given, kept };
    const isNews = before === undefined && given.length > 0 && kept.length > 0;
    if (isNews && (await saysAnything(ctx))) await record(ctx, caller, [{ kind: "merge", key: merge.id, body: merge }]);
    return merge;
  });

  function isSame(one: unknown, other: unknown): boolean {
    return contentHash(one, ctx.sha256) === contentHash(other, ctx.sha256);
  }
}

/** A service that has nothing but its first token contradicts nobody. */
async function saysAnything({ known }: Context): Promise<boolean> {
  const said = [
    known.rigs(),
    known.changesets(),
    known.policies(),
    known.landings(),
    known.releases(),
    known.tickets(),
  ];
  return (await Promise.all<ReadonlyMap<string, unknown>>(said)).some(({ size }) => size > 0);
}

/** What `some` have that `others` have not. */
function beyond(some: readonly Reach[], others: readonly Reach[]): Stretch[] {
  const known = new Map(others.map(({ chain, sequence }) => [chain, sequence]));
  return some
    .map(({ chain, sequence: to }) => ({ chain, after: known.get(chain) ?? 0, to }))
    .filter(({ after, to }) => to > after)
    .sort((a, b) => (a.chain < b.chain ? -1 : 1));
}

/** Everything that two hosts said otherwise before their histories were one again; both words stay in the log. */
export async function listConflicts(ctx: Context, caller: Caller): Promise<readonly Conflict[]> {
  if (!isMirror(caller)) demand(caller);
  const runs = (await ctx.store.conflicts()).map(
    ({ run, rig, counts, refused, refusedAt, refusedFrom }): RunRivals => ({
      kind: "run",
      key: run,
      rig,
      rule: "the writer's",
      counts: { contentHash: counts },
      refused: { contentHash: refused, at: refusedAt, who: refusedFrom },
    }),
  );
  const listed = new Map<string, StateConflict>(); // a merge that was tried again names the same
  for (const merge of (await ctx.known.merges()).values())
    for (const one of stateConflicts(await ctx.store.rivals(merge), ctx.sha256))
      listed.set(JSON.stringify([one.kind, one.key, one.field, one.counts.at, one.refused.at]), one);
  return [...runs, ...listed.values()];
}
