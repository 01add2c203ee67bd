/** What has to be measured before a landing has its answer, as orders to one rig. */
import type { Policy } from "../../model/policy.ts";
import type { ChangesetVerdict, SeriesVerdict } from "../../model/verdict.ts";
import type { WantedOrder } from "../../model/work-order.ts";
import { untilNextLook } from "../look-counts.ts";
import { nightOf } from "../night.ts";
import { firstLook, ratesOf } from "../rates.ts";
import { counted } from "../words.ts";
import { gateRun, newestNight, type RigRun } from "./nights.ts";

export interface LandingState {
  readonly verdict: Pick<ChangesetVerdict, "sha" | "final" | "series">;
  readonly policy: Policy;
  readonly rig: string;
  /** Runs of the changeset on this rig. */
  readonly runs: readonly RigRun[];
  /** What landed is judged by its history from then on: only a suspicion that was raised before is still settled. */
  readonly isLanded: boolean;
}

/**
 * The parent's own runs where they alone can tell; else runs up to the next planned look, in the same night while that
 * leaves looks for others: nearly all that seems worse in one night was that night, and the parent, which takes turns
 * from the first look on, shows so at once. A confirmation in another night is for what is left then, and for a loss that
 * much of a suite shows beyond doubt. Only series that hold the landing back are asked for; none where the answer is final.
 */
export function landingOrders({ verdict, policy, rig, runs, isLanded }: LandingState): WantedOrder[] {
  if (verdict.final) return [];
  const evident = evidentOf(verdict.series, policy, rig);
  const byId = new Map(runs.map((run) => [run.run, run]));
  const asks = verdict.series
    .filter((one) => one.rig === rig && holdsBack(one) && (!isLanded || one.suspected || isOfParent(one)))
    .flatMap((one) => {
      const mine = one.candidate.runIds.flatMap((id) => byId.get(id) ?? []);
      const suite = mine.at(-1)?.suite;
      if (suite === undefined) return [];
      const ask = isOfParent(one) ? ofParent(one) : ofCandidate(one, mine, verdict.sha, { policy, evident });
      return ask === null ? [] : [{ ...ask, suite, series: one }];
    });
  return together(asks).map((some) => orderOf(rig, some));
}

const holdsBack = ({ verdict, role, waiver }: SeriesVerdict): boolean =>
  verdict === "inconclusive" && role !== "advisory" && waiver === null;

/** Only the parent's own runs can tell. */
const isOfParent = ({ need }: SeriesVerdict): boolean => need?.of === "parent";

type Bare = Pick<WantedOrder, "cause" | "sha" | "baseline" | "runs" | "blocks" | "afterNight"> & {
  /** What it leads to: series of one goal share an order. */
  readonly goal: string;
  readonly reason: string;
};
type Ask = Bare & { readonly suite: string; readonly series: SeriesVerdict };

function ofParent({ parent, need }: SeriesVerdict): Bare | null {
  if (parent.sha === null || need === null) return null;
  return {
    cause: parent.runs === 0 ? "backfill" : "confirm",
    goal: "parent",
    sha: parent.sha,
    baseline: null,
    runs: Math.max(1, need.runs - parent.runs),
    blocks: 1,
    afterNight: null,
    reason: "only runs of the parent can tell whose change it is",
  };
}

/** One night has time to look again at so much of a suite. */
const AGAIN = 0.1;

/**
 * Series that a first night shows to be worse beyond doubt, as red itself would ask for it, where they are more of the
 * suite than the night has time for. One of many is mostly a wild value, which costs little to look at again; of fewer
 * than ten series one is too many already.
 */
function evidentOf(series: readonly SeriesVerdict[], policy: Policy, rig: string): ReadonlySet<string> {
  const gating = series.filter(({ role }) => role !== "advisory");
  const most = ratesOf(policy, 1).red / Math.max(1, gating.length);
  const mine = gating.filter((one) => one.rig === rig);
  const evident = mine.filter(({ suspected, p }) => suspected && p !== null && p <= most);
  return new Set(evident.length > AGAIN * mine.length ? evident.map((one) => one.series) : []);
}

interface Rule {
  readonly policy: Policy;
  readonly evident: ReadonlySet<string>;
}

function ofCandidate(one: SeriesVerdict, mine: readonly RigRun[], sha: string, { policy, evident }: Rule): Bare | null {
  const runs = mine.map(gateRun);
  const next = untilNextLook(runs, policy);
  if (next === null) return null;
  const isFirst = mine.length < firstLook(policy);
  const isOneNight = new Set(runs.map(({ block }) => nightOf(block))).size === 1;
  const isOnlyNight = isOneNight && one.suspected && policy.candidate.blocks < 2; // no later look asks for another
  const needsNight = isFirst || next.blocks > 0 || isOnlyNight || (isOneNight && evident.has(one.series));
  const isConfirmed = one.suspected && needsNight;
  const target = mine.length + next.runs;
  const baseline = isFirst ? null : one.parent.sha;
  return {
    cause: isConfirmed ? "confirm" : "retest",
    goal: `look ${target}`,
    sha,
    baseline,
    // Only so many of the parent's runs in the candidate's nights let the nights cancel: fewer would blame a rig's drift.
    runs: baseline === null ? next.runs : Math.max(next.runs, policy.candidate.runs),
    blocks: Math.max(1, Math.min(next.blocks, next.runs)),
    afterNight: needsNight ? newestNight(mine) : null,
    reason: isConfirmed
      ? "seems worse, which another night has to show before anybody is blamed"
      : `not decided by ${counted(mine.length, "run")}, the next look is at ${target}`,
  };
}

function together(asks: readonly Ask[]): Ask[][] {
  const groups = new Map<string, Ask[]>();
  for (const ask of asks) {
    const key = JSON.stringify([ask.cause, ask.suite, ask.sha, ask.goal]);
    groups.set(key, [...(groups.get(key) ?? []), ask]);
  }
  return [...groups.values()];
}

/** The most that any of its series needs. */
function orderOf(rig: string, some: readonly Ask[]): WantedOrder {
  const first = some[0] as Ask;
  const { cause, suite, sha, baseline, goal, reason } = first;
  const more = some.length === 1 ? "" : ` and ${some.length - 1} more series`;
  return {
    key: JSON.stringify([cause, rig, suite, sha, goal]),
    cause,
    rig,
    suite,
    sha,
    baseline,
    runs: Math.max(...some.map(({ runs }) => runs)),
    blocks: Math.max(...some.map(({ blocks }) => blocks)),
    series: some.map(({ series }) => series.series),
    afterNight:
      some
        .flatMap(({ afterNight }) => afterNight ?? [])
        .sort()
        .at(-1) ?? null,
    why: `${first.series.metric} of ${first.series.benchmark}${more}: ${reason}`,
  };
}
