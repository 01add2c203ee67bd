/** Where does a changeset stand: on which parent, above which landed changesets, below which? */
import type { Context } from "./context.ts";

/** A level longer than this says no more about itself. */
export const MOST_CHANGESETS = 200;

/** Where the changeset stands. */
export interface LandingPlace {
  readonly sha: string;
  readonly parentSha: string | null;
  /** Other changesets of the same tree, and of the parent's: their runs are runs of the same code. */
  readonly twins: readonly string[];
  readonly parentTwins: readonly string[];
  /** Unlanded ancestors, nearest first: the chain that it is part of. */
  readonly chain: readonly string[];
  /** Landed ancestors, nearest first. */
  readonly landed: readonly string[];
  /** The first landed changesets after the nearest of them, oldest first: at most as many as a level may have. */
  readonly later: readonly string[];
}

/** `isHidden`: nothing is known of it. */
export async function landingPlace({ known }: Context, sha: string, isHidden: boolean): Promise<LandingPlace> {
  const order = await known.landingOrder();
  const ancestors = isHidden ? [] : order.ancestors(sha);
  const landed = ancestors.filter(({ isLanded }) => isLanded).map((ancestor) => ancestor.sha);
  const trunk = order.trunk((await known.changesets()).get(landed[0] ?? "")?.branch ?? "");
  const at = trunk.indexOf(landed[0] ?? "");
  const after = at < 0 ? [] : trunk.slice(at + 1, at + 2 + MOST_CHANGESETS).filter((one) => one !== sha);
  const kin = await known.kin();
  const parentSha = ancestors[0]?.sha ?? null;
  return {
    sha,
    parentSha,
    twins: isHidden ? [] : kin.twins(sha),
    parentTwins: parentSha === null ? [] : kin.twins(parentSha),
    chain: ancestors.filter(({ isLanded }) => !isLanded).map((ancestor) => ancestor.sha),
    landed,
    later: after.slice(0, MOST_CHANGESETS),
  };
}
