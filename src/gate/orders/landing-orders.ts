/** What has to be measured before a landing has its answer, as orders to one rig. */
import type { Policy } from "../../model/policy.ts";
import type { ChangesetVerdict, SeriesVerdict } from "../../model/verdict.ts";
import type { WantedOrder } from "../../model/work-order.ts";
import type { GateRun } from "../landing.ts";
import { untilNextLook } from "../look-counts.ts";
import { firstLook } from "../rates.ts";
import { counted } from "../words.ts";
import { newestNight, type RigRun } from "./nights.ts";

export interface LandingState {
  readonly verdict: Pick<ChangesetVerdict, "sha" | "final" | "series">;
  readonly policy: Policy;
  readonly rig: string;
  /** Runs of the changeset on this rig. */
  readonly runs: readonly RigRun[];
}

/**
 * The parent's own runs where they alone can tell; a confirmation in another night where an effect is suspected; a retest
 * up to the next planned look where nothing is decided. Only series that hold the landing back are asked for. From the
 * first look on the parent takes turns with the candidate, so that their nights cancel. None where the answer is final.
 */
export function landingOrders({ verdict, policy, rig, runs }: LandingState): WantedOrder[] {
  if (verdict.final) return [];
  const byId = new Map(runs.map((run) => [run.run, run]));
  const asks = verdict.series
    .filter((one) => one.rig === rig && holdsBack(one))
    .flatMap((one) => {
      const mine = one.candidate.runIds.flatMap((id) => byId.get(id) ?? []);
      const suite = mine.at(-1)?.suite;
      if (suite === undefined) return [];
      const ask = one.need?.of === "parent" ? ofParent(one) : ofCandidate(one, mine, verdict.sha, policy);
      return ask === null ? [] : [{ ...ask, suite, series: one }];
    });
  return together(asks).map((some) => orderOf(rig, some));
}

const holdsBack = ({ verdict, role, waiver }: SeriesVerdict): boolean =>
  verdict === "inconclusive" && role !== "advisory" && waiver === null;

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

function ofCandidate(one: SeriesVerdict, mine: readonly RigRun[], sha: string, policy: Policy): Bare | null {
  const next = untilNextLook(mine.map(gateRun), policy);
  if (next === null) return null;
  const isFirst = mine.length < firstLook(policy);
  const needsNight = one.suspected || isFirst || next.blocks > 0;
  const target = mine.length + next.runs;
  const baseline = isFirst ? null : one.parent.sha;
  // Only so many of the parent's runs in the candidate's nights let the nights cancel: fewer would blame a rig's drift.
  const runs = baseline === null ? next.runs : Math.max(next.runs, policy.candidate.runs);
  return {
    cause: one.suspected ? "confirm" : "retest",
    goal: `look ${target}`,
    sha,
    baseline,
    runs,
    blocks: Math.max(1, Math.min(next.blocks, next.runs)),
    afterNight: needsNight ? newestNight(mine) : null,
    reason: one.suspected
      ? "seems worse, which another night has to show before anybody is blamed"
      : `not decided by ${counted(mine.length, "run")}, the next look is at ${target}`,
  };
}

/** A run without a block is a block of its own. */
const gateRun = ({ run, block }: RigRun): GateRun => ({ run, block: block === "" ? `run ${run}` : block, value: 0 });

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
