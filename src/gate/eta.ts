/** When will the last planned run be there? From the rhythm of the rigs that are waited for. Times are milliseconds. */
import { median } from "simple-statistics";
import type { Need } from "../model/verdict.ts";

/** A run as it was seen: when it started, in which block, for which changeset, and how long until its result was here. */
export interface SeenRun {
  readonly sha: string;
  readonly block: string;
  readonly start: number;
  readonly delay: number;
}

/** How a rig works. */
export interface Rhythm {
  /** Start of the newest block. */
  readonly last: number;
  /** From the start of a block to that of the next. */
  readonly gap: number;
  /** From the start of a block to the result of its last run. */
  readonly length: number;
  /** Runs of one changeset in one block. */
  readonly runs: number;
}

/** A rig that missed more blocks than this keeps no rhythm any more. */
const MOST_MISSED = 3;
const DAY = 86_400_000;

/** Null when fewer than two blocks show none. Medians, because rigs stand still over holidays and spools deliver late. */
export function rhythmOf(seen: readonly SeenRun[]): Rhythm | null {
  const blocks = new Map<string, SeenRun[]>();
  for (const run of seen) {
    const same = blocks.get(run.block);
    if (same) same.push(run);
    else blocks.set(run.block, [run]);
  }
  const starts = [...blocks.values()].map((runs) => Math.min(...runs.map(({ start }) => start))).sort((a, b) => a - b);
  const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? start));
  const last = starts.at(-1);
  if (last === undefined || gaps.length === 0) return null;
  const gap = median(gaps);
  const delay = Math.min(gap, median(seen.map((run) => run.delay)));
  const lengths = [...blocks.values()].map((runs) => {
    const begun = runs.map(({ start }) => start);
    return Math.max(...begun) - Math.min(...begun) + delay;
  });
  return { last, gap, length: median(lengths), runs: median([...blocks.values()].flatMap(runsOfEach)) };
}

function runsOfEach(runs: readonly SeenRun[]): number[] {
  const counts = new Map<string, number>();
  for (const { sha } of runs) counts.set(sha, (counts.get(sha) ?? 0) + 1);
  return [...counts.values()];
}

/** When a rig of this rhythm has measured what is needed; null when it has fallen silent. */
export function etaOf({ last, gap, length, runs }: Rhythm, need: Need, now: number): number | null {
  if (gap <= 0 || now - last > MOST_MISSED * gap) return null;
  const next = last + gap * Math.max(1, Math.ceil((now - last) / gap));
  const blocks = Math.max(1, need.blocks, Math.ceil(need.runs / Math.max(1, runs)));
  return next + (blocks - 1) * gap + length;
}

/** Longer quiet than its rhythm explains, and longer than some days: who measures by the minute may rest for a night. */
export const isSilent = ({ last, gap }: Pick<Rhythm, "last" | "gap">, now: number): boolean =>
  now - last > MOST_MISSED * Math.max(gap, DAY);
