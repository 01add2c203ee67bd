/** When does a baseline that is too short arm the gate, if blocks go on coming as they did? */
import { median } from "simple-statistics";
import type { Need } from "../model/verdict.ts";

export interface PastBlock {
  /** Of its first run, in milliseconds. */
  readonly startedAt: number;
  readonly runs: number;
}

export interface Arming {
  /** Blocks that still have to come. */
  readonly blocks: number;
  /** When the last of them is expected, in milliseconds. */
  readonly at: number;
  /** They come about once a day. */
  readonly isNightly: boolean;
}

/** The rhythm is that of so many blocks. */
const RECENT = 10;
const HOUR = 3_600_000;
const NIGHTLY = { from: 18 * HOUR, to: 30 * HOUR };

/** Null without a rhythm: fewer than two blocks, or all at one time. */
export function armingOf(blocks: readonly PastBlock[], need: Need): Arming | null {
  const recent = [...blocks].sort((a, b) => a.startedAt - b.startedAt).slice(-RECENT);
  const last = recent.at(-1);
  const gaps = recent.slice(1).map(({ startedAt }, i) => startedAt - (recent[i]?.startedAt ?? startedAt));
  if (last === undefined || gaps.length === 0) return null;
  const gap = median(gaps);
  if (gap <= 0) return null;
  const perBlock = Math.max(1, median(recent.map(({ runs }) => runs)));
  const more = Math.max(need.blocks, Math.ceil(need.runs / perBlock));
  return { blocks: more, at: last.startedAt + more * gap, isNightly: gap >= NIGHTLY.from && gap <= NIGHTLY.to };
}
