/** Changesets that are known from private rigs alone are as private as the rigs. */
import type { Changeset } from "../model/changeset.ts";
import { type Caller, type Context, isAdmin } from "./context.ts";
import { canSee, sightOf } from "./read-series.ts";

/**
 * Shas that the caller must not meet: unlanded, measured, and by hidden rigs only. A run is stored before its changeset is
 * known, so that of what was read before this nothing is missing; what is read after it may tell of one that came since.
 */
export async function hiddenChangesets(ctx: Context, caller: Caller): Promise<ReadonlySet<string>> {
  if (isAdmin(caller)) return NONE; // sees every rig
  return await ctx.known.derived(`hidden changesets ${sightOf(caller)}`, async () => {
    const hidden = [...(await ctx.known.rigs()).values()].filter((rig) => !canSee(caller, rig)).map(({ rig }) => rig);
    if (hidden.length === 0) return NONE;
    const changesets = await ctx.known.changesets();
    const shas = await ctx.store.changesetsOnlyOf(hidden);
    return new Set(shas.filter((sha) => changesets.get(sha)?.position === undefined));
  });
}

const NONE: ReadonlySet<string> = new Set();

export const isHiddenFrom = async (ctx: Context, caller: Caller, sha: string): Promise<boolean> =>
  (await hiddenChangesets(ctx, caller)).has(sha);

/** What `read` finds without those that are hidden; read again where one that is was not yet when it began. */
export async function withoutHidden<T>(
  ctx: Context,
  caller: Caller,
  read: (hidden: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  for (let hidden = await hiddenChangesets(ctx, caller); ; ) {
    const [without, found] = [hidden, await read(hidden)];
    hidden = await hiddenChangesets(ctx, caller);
    if ([...hidden].every((sha) => without.has(sha))) return found;
  }
}

/** What `read` finds of a changeset, told whether it is hidden; read again where it came to be while it was read. */
export async function asItIsShown<T>(
  ctx: Context,
  caller: Caller,
  sha: string,
  read: (isHidden: boolean) => Promise<T>,
): Promise<T> {
  const wasHidden = await isHiddenFrom(ctx, caller, sha);
  const found = await read(wasHidden);
  return wasHidden || !(await isHiddenFrom(ctx, caller, sha)) ? found : await read(true);
}

export async function visibleChangesets(ctx: Context, caller: Caller): Promise<Changeset[]> {
  const all = [...(await ctx.known.changesets()).values()];
  const hidden = await hiddenChangesets(ctx, caller);
  return all.filter(({ sha }) => !hidden.has(sha)).sort((a, b) => (a.sha < b.sha ? -1 : 1));
}
