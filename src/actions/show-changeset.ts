/** A changeset's verdict with what its page says around it. */
import type { Changeset } from "../model/changeset.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { Caller, Context } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { oneLanding, type ShownLanding } from "./landings.ts";

export interface ShownChangeset {
  readonly verdict: ChangesetVerdict;
  /** What is known of it besides its sha. */
  readonly changeset: Changeset;
  /** Some run, landing order or word of anybody's tells this reader of it. */
  readonly isKnown: boolean;
  /** What was prepared for its ticket; null where nothing was. */
  readonly landing: ShownLanding | null;
}

/** For an unknown sha, too: its verdict is `not_measured`. */
export async function showChangeset(ctx: Context, caller: Caller, named: string): Promise<ShownChangeset> {
  const verdict = await judgeChangeset(ctx, caller, named);
  const changeset = (await visibleChangesets(ctx, caller)).find(({ sha }) => sha === verdict.sha);
  const ticket = changeset?.ticket ?? "";
  return {
    verdict,
    changeset: changeset ?? { sha: verdict.sha },
    isKnown: changeset !== undefined || verdict.series.length > 0,
    landing: (await ctx.known.landings()).has(ticket) ? await oneLanding(ctx, caller, ticket) : null,
  };
}
