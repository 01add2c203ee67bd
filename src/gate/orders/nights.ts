/** In which nights was something measured? */
import type { GateRun } from "../landing.ts";
import { nightOf } from "../night.ts";

/** A run of a rig, as the service has it. */
export interface RigRun {
  readonly run: string;
  readonly suite: string;
  readonly block: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
}

/** The day that the block names as its night, else that of the start. */
function dayOf({ block, startedAt }: RigRun): string {
  const night = nightOf(block);
  return /^\d{4}-\d\d-\d\d$/.test(night) ? night : startedAt.slice(0, 10);
}

/** The last day on which any of them was measured, as 2026-10-02; null without a run. */
export const newestNight = (runs: readonly RigRun[]): string | null => runs.map(dayOf).sort().at(-1) ?? null;

/** For the rules of looks, which ask for blocks alone. A run without a block is a block of its own. */
export const gateRun = ({ run, block }: RigRun): GateRun => ({
  run,
  block: block === "" ? `run ${run}` : block,
  value: 0,
});
