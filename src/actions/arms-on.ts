/** On which day is a baseline that is too short there, if its blocks go on coming as they did? */
import { type Arming, armingOf } from "../gate/arming.ts";
import { nightOf } from "../gate/night.ts";
import { baselineNeed } from "../gate/series-looks.ts";
import type { Policy } from "../model/policy.ts";
import type { StoredPoint } from "../store/runs.ts";
import { groupedBy } from "./grouped-by.ts";

export interface ArmsOn extends Pick<Arming, "blocks" | "isNightly"> {
  /** As 2026-10-09, in UTC. */
  readonly on: string;
}

/** A day further away than this is on no calendar. */
const LATEST = Date.UTC(9999, 11, 31);

/** Null for a baseline that is there already, and where no rhythm is to be seen. */
export function armsOn(baseline: readonly Pick<StoredPoint, "block" | "startedAt">[], policy: Policy): ArmsOn | null {
  const nightly = baseline.map(({ block, startedAt }) => ({ block: nightOf(block), startedAt }));
  const need = baselineNeed(nightly, policy);
  if (need.runs === 0 && need.blocks === 0) return null;
  const blocks = [...groupedBy(nightly, ({ block }) => block).values()].map((runs) => ({
    startedAt: runs.reduce((least, { startedAt }) => Math.min(least, startedAt.getTime()), Number.POSITIVE_INFINITY),
    runs: runs.length,
  }));
  const arming = armingOf(blocks, need);
  if (arming === null || arming.at > LATEST) return null;
  return { blocks: arming.blocks, isNightly: arming.isNightly, on: new Date(arming.at).toISOString().slice(0, 10) };
}
