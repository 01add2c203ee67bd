/** What needs a person now: landings that must not go on or are not decided, rigs that drifted or fell silent, open regressions. */
import type { Regression } from "../model/regression.ts";
import type { Caller, Context } from "./context.ts";
import { listRegressions } from "./list-regressions.ts";
import { type RigCondition, rigConditions } from "./rig-condition.ts";
import type { RecentVerdict } from "./show-overview.ts";

export interface Needs {
  /** Red ones first; of what is not landed yet. */
  readonly landings: readonly RecentVerdict[];
  readonly rigs: readonly RigCondition[];
  /** Open and material, overdue ones first. */
  readonly regressions: readonly Regression[];
}

const RED_FIRST = [
  "fail",
  "invalid_environment",
  "inconclusive",
] as const satisfies readonly RecentVerdict["verdict"][];

/** `verdicts`: the newest, as the caller may see them. */
export async function needsOf(ctx: Context, caller: Caller, verdicts: readonly RecentVerdict[]): Promise<Needs> {
  const changesets = await ctx.known.changesets();
  const candidates = verdicts.filter(({ sha }) => changesets.get(sha)?.position === undefined);
  const open = await listRegressions(ctx, caller, { states: ["open"], material: true });
  const overdue = (one: Regression) => (one.clock.isOverdue ? 0 : 1);
  return {
    landings: RED_FIRST.flatMap((word) => candidates.filter(({ verdict }) => verdict === word)),
    rigs: (await rigConditions(ctx, caller)).filter(({ word }) => word === "drifted" || word === "silent"),
    regressions: open
      .filter(({ kind, certainty }) => kind !== "improvement" && certainty !== "withdrawn")
      .sort((a, b) => overdue(a) - overdue(b)),
  };
}
