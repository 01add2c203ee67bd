/** Which changeset of a candidate range is measured next, so that one of them can be named? */
import type { ChangeState } from "../../model/series.ts";
import type { WantedOrder } from "../../model/work-order.ts";
import { bisect } from "./bisect.ts";

/** A step for the worse in one series, and what is known of the changesets that may have made it. */
export interface OpenChange {
  readonly series: string;
  readonly rig: string;
  readonly suite: string;
  readonly metric: string;
  readonly benchmark: string;
  readonly state: ChangeState;
  /** In landing order: after the last good tested changeset, up to the first bad one. */
  readonly suspects: readonly string[];
  /** Usable runs of suspects: how much worse than the level before, in noise widths. */
  readonly runs: readonly { readonly sha: string; readonly shift: number }[];
  /** How much worse the level became, in noise widths; above 0. */
  readonly effect: number;
}

/** At which one is named. */
const CONFIDENCE = 0.95;
/** A step that is only suspected is nothing at all so often. */
const NOTHING = 0.3;
/** Smaller steps take more runs than anybody gives. */
const SMALLEST_EFFECT = 0.5;

/**
 * One order for all changes of the same suspects: on the rig and in the series that see the step best; the others of that
 * rig and suite are measured along. A step that is suspected is filled in, one that is confirmed is bisected.
 */
export function changeOrders(changes: readonly OpenChange[]): WantedOrder[] {
  const causes = new Map<string, OpenChange[]>();
  for (const change of changes) {
    if (change.suspects.length < 2 || change.effect < SMALLEST_EFFECT) continue;
    const range = `${change.suspects[0]} ${change.suspects.at(-1)}`;
    causes.set(range, [...(causes.get(range) ?? []), change]);
  }
  return [...causes.values()].flatMap((same) => orderFor(same));
}

function orderFor(same: readonly OpenChange[]): WantedOrder[] {
  const best = same.reduce((one, other) => (other.effect > one.effect ? other : one));
  const { rig, suite, suspects, effect, metric, benchmark } = best;
  const isConfirmed = same.some(({ state }) => state === "confirmed");
  const place = new Map(suspects.map((sha, at) => [sha, at]));
  const runs = best.runs.flatMap(({ sha, shift }) => {
    const at = place.get(sha);
    return at === undefined ? [] : [{ at, shift }];
  });
  const none = isConfirmed ? 0 : NOTHING;
  const next = bisect({ suspects: suspects.length, runs, effect, confidence: CONFIDENCE, none });
  const sha = next.kind === "measure" ? suspects[next.at] : undefined;
  if (next.kind !== "measure" || sha === undefined) return [];
  const ordinal = runs.filter(({ at }) => at === next.at).length + 1;
  const cause = isConfirmed ? "bisect" : "backfill";
  const along = same.filter((one) => one.rig === rig && one.suite === suite).map(({ series }) => series);
  const surest = Math.max(...next.posterior.guilt);
  return [
    {
      key: JSON.stringify([cause, rig, suite, sha, `run ${ordinal} of ${suspects[0]} to ${suspects.at(-1)}`]),
      cause,
      rig,
      suite,
      sha,
      baseline: null,
      runs: 1,
      blocks: 1,
      series: along,
      afterNight: null,
      why: `${metric} of ${benchmark} became worse by one of ${suspects.length} changesets, none of which is surer than ${Math.round(100 * surest)} %: this one tells most`,
    },
  ];
}
