/** By how much did the rig of a series change when its epoch did? The same bridges over which verdicts and comparisons go. */
import type { Bridge } from "../gate/landing.ts";
import { bridgeFrom } from "./carry-over.ts";
import type { Context } from "./context.ts";
import { policyOfBranch } from "./policy-for.ts";
import type { SeriesHistory } from "./read-series.ts";
import { SeriesEpochs } from "./series-epochs.ts";
import { byChangeset } from "./series-history.ts";

/** From one epoch to another; null where no changeset was measured in both, nor over others. */
export type BridgeBetween = (from: string, to: string) => Bridge | null;

export async function seriesBridges(
  ctx: Context,
  { series, branch, trunk, everyPoint: points }: SeriesHistory,
): Promise<BridgeBetween> {
  const policy = await policyOfBranch(ctx, branch);
  const history = byChangeset(points, trunk);
  const counting = history.flatMap(({ usable }) => usable); // those by which the history's epochs are named
  const epochs = new SeriesEpochs(series.rig, counting, "", await ctx.known.acceptedStates());
  return (from, to) => bridgeFrom({ series, policy, epochs, target: to, history, points }, from);
}
