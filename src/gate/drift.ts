/** How much of a series' loss may be its rig's own, where the parent was not measured in the candidate's nights? */
import { quantileSorted } from "simple-statistics";
import type { Policy } from "../model/policy.ts";
import { ascendingValues } from "../stats/ascending-values.ts";
import type { SeriesQuestion } from "./landing.ts";
import type { LookEvidence } from "./look.ts";

/** A node may be ill, on which some of the benchmarks run: what one series in ten shows may be the rig's. */
const SHOWN_BY = 0.9;
/** Fewer other series say nothing of their rig; and … */
const LEAST_OTHERS = 8;
/** … one series alone may have moved by half of what is material without anybody's doing. */
const UNSEEN = 0.5;

interface Moved {
  readonly rig: string;
  readonly benchmark: string;
  /** How much worse than the level, in units of δ. */
  readonly by: number;
}

/**
 * Of each series, in units of its own δ: what its rig may have moved between the parent's nights and the candidate's. A
 * rig that changes without telling (a step, a slope, a sick node) looks like a changeset in every night after it, and no
 * number of further nights of the candidate tells them apart; the parent's runs in the same nights do, and leave 0. Without
 * them the other benchmarks of the rig tell: a shift that one in ten of them shows as well is held against nobody, but
 * for what most benchmarks of another rig show, too. 0 where the level is far from red.
 */
export function unseenDrifts(
  asked: readonly SeriesQuestion[],
  looks: readonly (LookEvidence | undefined)[],
  { screen }: Policy,
): number[] {
  const mayDrift = (look: LookEvidence | undefined) => !look?.isConcurrent && (look?.level?.pRed ?? 1) <= screen;
  if (!looks.some(mayDrift)) return asked.map(() => 0);
  const moved = asked.flatMap(({ series: { rig, benchmark } }, i): Moved[] => {
    const by = looks[i]?.level?.moved;
    return by === undefined ? [] : [{ rig, benchmark, by }];
  });
  const rigs = new Set(moved.map(({ rig }) => rig));
  const most = new Map([...rigs].map((rig) => [rig, elsewhere(moved, rig)]));
  const known = new Map<string, number>();
  return asked.map(({ series: { rig, benchmark } }, i) => {
    if (!mayDrift(looks[i])) return 0;
    const key = JSON.stringify([rig, benchmark]);
    const drift = known.get(key) ?? driftOf(moved, rig, benchmark, most.get(rig) ?? 0);
    known.set(key, drift);
    return drift;
  });
}

function driftOf(moved: readonly Moved[], rig: string, benchmark: string, everywhere: number): number {
  const others = moved.filter((one) => one.rig === rig && one.benchmark !== benchmark);
  return others.length < LEAST_OTHERS ? UNSEEN : Math.max(UNSEEN, quantileOf(others, SHOWN_BY) - everywhere);
}

/** What most benchmarks of another rig lost, which no drift of this one explains. */
function elsewhere(moved: readonly Moved[], rig: string): number {
  const rigs = new Map<string, Moved[]>();
  for (const one of moved) if (one.rig !== rig) rigs.set(one.rig, [...(rigs.get(one.rig) ?? []), one]);
  const seen = [...rigs.values()].filter((some) => some.length > LEAST_OTHERS);
  return Math.max(0, ...seen.map((some) => quantileOf(some, 0.5)));
}

const quantileOf = (some: readonly Moved[], share: number): number =>
  quantileSorted([...ascendingValues(some.map(({ by }) => by))], share);
