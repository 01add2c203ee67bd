/** Releases as their pages show them: each judged against the one before it, as far as there is one. */

import type { Release } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { ComparedState } from "../model/release-comparison.ts";
import { newestReleases } from "./compare-named.ts";
import { releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { previousRelease } from "./release-range.ts";
import { type ReleaseJudgement, releaseJudgement } from "./release-verdict.ts";

/** Columns of a heat map, and judged rows of the list: beyond them a release's own page tells. */
const MOST_STEPS = 12;

/** From one release to the next. */
export interface ReleaseStep {
  readonly release: string;
  readonly judgement: ReleaseJudgement | null;
}

export interface ShownRelease {
  readonly release: ComparedState;
  readonly releasedAt: string | null;
  readonly judgement: ReleaseJudgement | null;
  /** Why there is no judgement, in a sentence. */
  readonly whyNot: string;
}

export async function showRelease(ctx: Context, caller: Caller, tag: string, against?: string): Promise<ShownRelease> {
  const release = await releaseState(ctx, caller, tag);
  const releasedAt = (await ctx.known.releases()).get(tag)?.releasedAt ?? null;
  return { release, releasedAt, ...(await judged(ctx, caller, tag, against)) };
}

/** The release and those before it, oldest first. The first of all has nothing to be held against and is left out. */
export async function releaseSteps(ctx: Context, caller: Caller, tag: string): Promise<ReleaseStep[]> {
  const steps: ReleaseStep[] = [];
  let { name, sha }: Pick<ComparedState, "name" | "sha"> = await releaseState(ctx, caller, tag);
  while (steps.length < MOST_STEPS) {
    const before = await previousRelease(ctx, { name, sha });
    if (before === null) break;
    steps.unshift({ release: name, judgement: (await judged(ctx, caller, name)).judgement });
    name = before.tag;
    sha = before.sha;
  }
  return steps;
}

export interface ListedRelease extends Release {
  /** Null of the older ones, which are judged when their page is asked for, and where nothing comes before. */
  readonly judgement: ReleaseJudgement | null;
}

/** The newest first, each judged when it is asked for: the first of them do not wait for the others. */
export async function showReleases(ctx: Context, caller: Caller): Promise<readonly (() => Promise<ListedRelease>)[]> {
  return (await newestReleases(ctx)).map((release, index) => async () => {
    const judgement = index < MOST_STEPS ? (await judged(ctx, caller, release.tag)).judgement : null;
    return { ...release, judgement };
  });
}

async function judged(
  ctx: Context,
  caller: Caller,
  tag: string,
  against?: string,
): Promise<Pick<ShownRelease, "judgement" | "whyNot">> {
  try {
    return { judgement: await releaseJudgement(ctx, caller, tag, against), whyNot: "" };
  } catch (error) {
    if (error instanceof Fault && error.code === "invalid") return { judgement: null, whyNot: error.message };
    throw error;
  }
}
