/** Boots of one night share the night: what evidence takes for one block. */
import { type BlockPlan, columnsOf } from "../detect/run-columns.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { GateRun, SeriesQuestion } from "./landing.ts";

/**
 * A block may name the night that it is a part of, as `2026-10-02/boot-2`. Two of them are two blocks to the policy, which
 * asks for a fresh boot, and one block to the evidence: in public series a quarter of the variance (median), and in one of
 * four more than two thirds, lasts from one point to the next, and no reboot takes it away.
 */
export const nightOf = (block: string): string => block.split("/", 1)[0] ?? block;

export function byNight(one: SeriesQuestion): SeriesQuestion {
  const { baseline, parent, candidate } = one;
  return { ...one, baseline: nights(baseline), parent: nights(parent), candidate: nights(candidate) };
}

const hasBoots = onceForEach(({ names }: BlockPlan) => names.some((block) => block.includes("/")));

/** A baseline is asked about by every look: renamed once. */
const nights = (runs: readonly GateRun[]): readonly GateRun[] =>
  hasBoots(columnsOf(runs).plan) ? renamed(runs) : runs;
const renamed = onceForEach((runs: readonly GateRun[]) =>
  runs.map((run): GateRun => ({ run: run.run, block: nightOf(run.block), value: run.value })),
);
