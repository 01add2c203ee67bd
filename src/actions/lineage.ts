/** Which code does a verdict hold for, and what is known of the changes around it? Only what the caller may meet. */
import { NO_TIES } from "../detect/ties.ts";
import type { Changeset } from "../model/changeset.ts";
import type { Lineage, Patchset, Ties } from "../model/verdict.ts";
import type { Caller, Context } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { canSee } from "./read-series.ts";

const ALONE: Lineage = { tree: null, parentTree: null, twins: [], stale: null, left: null, ties: NO_TIES };

export async function lineageOf(ctx: Context, caller: Caller, sha: string): Promise<Lineage> {
  const changesets = await ctx.known.changesets();
  const kin = await ctx.known.kin();
  const parent = (await ctx.known.landingOrder()).ancestors(sha)[0]?.sha ?? null;
  const ties = (await ctx.known.ties()).get(sha) ?? NO_TIES;
  const hidden = await hiddenChangesets(ctx, caller);
  const mine = changesets.get(sha);
  if (!mine || hidden.has(sha)) return ALONE;
  const seen = (shas: readonly string[]) => shas.filter((one) => !hidden.has(one));
  const others = kin.patchsets(sha).filter((one) => one.sha !== sha && !hidden.has(one.sha));
  return {
    tree: kin.treeOf(sha),
    parentTree: kin.treeOf(parent),
    twins: seen(kin.twins(sha)).map((twin) => patchsetOf(changesets.get(twin), twin)),
    ...(mine.position === undefined ? await generations(ctx, caller, mine, others) : { stale: null, left: null }),
    ties: Object.fromEntries(Object.entries(ties).map(([kind, shas]) => [kind, seen(shas)])) as unknown as Ties,
  };
}

/** The patchset that replaces a candidate, and the one that it replaced, where nothing carries over. */
async function generations(
  ctx: Context,
  caller: Caller,
  mine: Changeset,
  others: readonly Changeset[],
): Promise<Pick<Lineage, "stale" | "left">> {
  const kin = await ctx.known.kin();
  const number = (one: Changeset) => one.patchset ?? 0;
  const differing = (one: Changeset | undefined): Lineage["stale"] => {
    if (one === undefined) return null;
    const [here, there] = [kin.key(mine.sha), kin.key(one.sha)];
    const rebased = here.parentTree !== there.parentTree;
    if (!rebased && here.tree === there.tree) return null;
    return { ...patchsetOf(one, one.sha), why: rebased ? "rebased" : "changed" };
  };
  const newest = others.filter((one) => number(one) > number(mine)).at(-1);
  const older = others.filter((one) => number(one) < number(mine)).map(({ sha }) => sha);
  const measured = await newestMeasured(ctx, caller, older);
  return { stale: differing(newest), left: differing(others.find(({ sha }) => sha === measured)) };
}

/** Of these, in ascending order, the last one with a run that the caller may see. */
async function newestMeasured(ctx: Context, caller: Caller, shas: readonly string[]): Promise<string | undefined> {
  if (shas.length === 0) return undefined;
  const rigs = [...(await ctx.known.rigs()).values()].filter((rig) => canSee(caller, rig)).map(({ rig }) => rig);
  const runs = await ctx.store.runs({ rigs, shas, limit: 10_000 });
  const measured = new Set(runs.map(({ sha }) => sha));
  return shas.findLast((sha) => measured.has(sha));
}

const patchsetOf = (changeset: Changeset | undefined, sha: string): Patchset => ({
  sha,
  patchset: changeset?.patchset ?? null,
});
