/** A part of the history: the runs of a rig, of a suite or of a release in full, everything else of runs by its hash. */
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { LoggedEvent } from "../store/events.ts";
import type { Context } from "./context.ts";
import { releaseRange } from "./release-range.ts";

/** What is absent sets no bound. */
export interface LogSlice {
  readonly rig?: string;
  readonly suite?: string;
  /** A tag: changesets since the release before it. */
  readonly release?: string;
}

/** Throws `not_found` for a release that nobody named. */
export async function within(
  ctx: Context,
  { rig, suite, release }: LogSlice,
): Promise<(event: Pick<LoggedEvent, "kind" | "body">) => boolean> {
  const shas = release === undefined ? undefined : await changesetsOf(ctx, release);
  if (rig === undefined && suite === undefined && shas === undefined) return () => true;
  return ({ kind, body }) => {
    if (kind !== "run") return true;
    const run = JSON.parse(body) as RunDocument;
    return (
      (rig === undefined || run.rig === rig) &&
      (suite === undefined || run.suite === suite) &&
      (shas === undefined || shas.has(run.changeset.sha))
    );
  };
}

async function changesetsOf(ctx: Context, tag: string): Promise<ReadonlySet<string>> {
  const release = (await ctx.known.releases()).get(tag);
  if (!release) throw new Fault("not_found", `There is no release ${tag}; tarnish release list shows them.`);
  const { sha } = release;
  return new Set([sha, ...(await releaseRange(ctx, { name: tag, sha } as Parameters<typeof releaseRange>[1]))]);
}
