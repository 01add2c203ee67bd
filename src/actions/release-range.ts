/** What is new in a release: its changesets after the release before it. */
import { releaseBefore } from "../gate/phase.ts";
import type { ComparedState } from "../model/release-comparison.ts";
import type { Train } from "../model/train.ts";
import { pathsOf, pathTo } from "./compared-state.ts";
import type { Context } from "./context.ts";

/** Oldest first; everything up to it where no release comes before. */
export async function releaseRange(ctx: Context, release: ComparedState): Promise<readonly string[]> {
  const order = await ctx.known.landingOrder();
  const before = await previousRelease(ctx, release);
  if (before === null) return pathTo(order, release.sha);
  return [...pathsOf(order, before.sha, release.sha).onlyNewer];
}

/** The train that a release is planned in. */
export async function trainOf(ctx: Context, tag: string): Promise<Train | null> {
  const trains = [...(await ctx.known.trains()).values()];
  return trains.find(({ releases }) => releases.some((planned) => planned.tag === tag)) ?? null;
}

/** The one before it in its train; without a train, the newest release among its ancestors. Null when there is none. */
export async function previousRelease(
  ctx: Context,
  { name, sha }: Pick<ComparedState, "name" | "sha">,
): Promise<{ readonly tag: string; readonly sha: string } | null> {
  const releases = await ctx.known.releases();
  const train = await trainOf(ctx, name);
  if (train) {
    const before = releases.get(releaseBefore(train, name) ?? "");
    return before && before.sha !== sha ? before : null;
  }
  const bySha = new Map([...releases.values()].map((release) => [release.sha, release]));
  const ancestors = (await ctx.known.landingOrder()).ancestors(sha);
  return ancestors.map((ancestor) => bySha.get(ancestor.sha)).find((found) => found !== undefined) ?? null;
}
