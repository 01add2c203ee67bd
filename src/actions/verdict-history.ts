/** Every verdict that a changeset ever had, oldest first. */
import type { ChangesetVerdict, VerdictWord } from "../model/verdict.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { isHiddenFrom } from "./hidden-changesets.ts";
import { isEverySeries, visibleSeries } from "./read-series.ts";
import { type Listed, unlisted } from "./run-lists.ts";

export interface PastVerdict {
  /** RFC 3339. */
  readonly at: string;
  readonly verdict: VerdictWord;
  readonly why: string;
  readonly final: boolean;
  readonly look: number;
  readonly policy: ChangesetVerdict["policy"];
  readonly engine: string;
  readonly inputs: string;
  /** Candidate runs over all series, each counted once. */
  readonly runs: number;
}

/** One that rests on series which the caller may not see is left out, and counted. */
export async function verdictHistory(
  ctx: Context,
  caller: Caller,
  named: string,
): Promise<{ sha: string; items: PastVerdict[]; hidden: number }> {
  const sha = await fullSha(ctx, caller, named);
  const events = await ctx.store.history("verdict", sha);
  const visible = new Set((await visibleSeries(ctx, caller)).map(({ id }) => id)); // after what they are to see
  const seesAll = await isEverySeries(ctx, visible.size);
  if (await isHiddenFrom(ctx, caller, sha)) return { sha, items: [], hidden: 0 };
  const shown = events
    .map(({ at, body }) => ({ at, said: unlisted(body as Listed<ChangesetVerdict> | ChangesetVerdict) }))
    .filter(({ said }) => seesAll || said.series.every(({ series }) => visible.has(series)));
  return { sha, items: shown.map(({ at, said }) => past(at, said)), hidden: events.length - shown.length };
}

function past(at: string, said: ChangesetVerdict): PastVerdict {
  const { verdict, why, final, look, policy, engine, inputs, series } = said;
  const runs = new Set(series.flatMap(({ candidate }) => candidate.runIds)).size;
  return { at, verdict, why, final, look, policy, engine, inputs, runs };
}
