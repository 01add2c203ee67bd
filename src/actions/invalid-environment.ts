/** Why the sides of a series must not be compared: the same binary, a drift that nobody accepted, epochs without a bridge. */
import type { RunDocument } from "../model/run.ts";
import type { Context } from "./context.ts";
import type { EvidenceRun } from "./evidence.ts";
import { watchFacts } from "./run-write.ts";
import type { SeriesEpochs } from "./series-epochs.ts";

/** Equal package digests on both sides; null when there are none. */
export function sameBinary(
  candidate: readonly EvidenceRun[],
  sides: readonly (readonly EvidenceRun[])[],
): string | null {
  const builds = new Set(candidate.map(({ packagesHash }) => packagesHash).filter((hash) => hash !== ""));
  return builds.size > 0 && sides.some((side) => side.some(({ packagesHash }) => builds.has(packagesHash)))
    ? "same binary: the packages of both sides have the same digests"
    : null;
}

/** The candidate's runs are of several epochs, or of a state other than the history's newest that nobody accepted. */
export async function openDrift(
  ctx: Context,
  candidate: readonly EvidenceRun[],
  newest: EvidenceRun | undefined,
  epochs: SeriesEpochs,
): Promise<string | null> {
  const watched = candidate.filter(({ watchHash }) => watchHash !== "");
  const [first] = watched;
  if (first === undefined) return null;
  const isOpen = newest !== undefined && newest.watchHash !== "" && !epochs.isSettled(first);
  const reference = isOpen ? newest : first;
  const drifted = watched.find((point) => epochs.of(point) !== epochs.of(reference));
  if (drifted === undefined) return null;
  return `drift: ${await changedFacts(ctx, reference.run, drifted.run)}${isOpen ? ", which nobody accepted yet" : ""}`;
}

/** In words, where the history that is left in the candidate's epoch is too short and nothing carries the rest over. */
export const notComparable = (unreached: readonly string[], target: string): string =>
  `not comparable: no changeset was measured both in epoch ${unreached.join(" or ")} and in epoch ${target} of the rig; ` +
  "runs of the last release or of the branch's tip on either side would bridge them";

/** Which watch facts differ between two runs, as `kernel from 6.1 to 6.8`: an arrow is not in every font. */
export async function changedFacts(ctx: Context, before: string, after: string): Promise<string> {
  const [old, now] = await Promise.all(
    [before, after].map(async (run) => watchFacts((await ctx.store.runDocument(run)) as RunDocument)),
  );
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].sort();
  const changed = keys.filter((key) => old?.[key] !== now?.[key]);
  return changed
    .map((key) => `${key} from ${old?.[key] ?? "not reported"} to ${now?.[key] ?? "not reported"}`)
    .join(", ");
}
