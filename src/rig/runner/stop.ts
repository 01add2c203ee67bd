/** May the next block begin? Asked at planned looks only, of widths and of time, never of a p-value. */

import { scheduledTakes } from "../plan/estimate.ts";
import type { Slot } from "../plan/schedule.ts";
import type { CampaignAsk } from "./campaign-ask.ts";
import type { CampaignState } from "./campaign-state.ts";

/** Fewer blocks say too little of how much blocks differ for an interval to mean what it says. */
export const FEWEST_BLOCKS = 5;

/** Why the campaign ends before the block of `slot`; undefined when it goes on. */
export function stopBefore(
  ask: CampaignAsk,
  slot: Slot,
  slots: readonly Slot[],
  state: CampaignState,
): string | undefined {
  return narrowEnough(ask, slot, state) ?? outOfTime(ask, slot, slots, state);
}

function narrowEnough({ plan, enough }: CampaignAsk, slot: Slot, { finished }: CampaignState): string | undefined {
  const blocks = slot.block - 1;
  if (plan.stop.width === undefined || blocks < FEWEST_BLOCKS) return undefined;
  if (plan.stop.looks !== undefined && !plan.stop.looks.includes(blocks)) return undefined;
  return enough(finished.map(({ document }) => document));
}

function outOfTime(ask: CampaignAsk, slot: Slot, slots: readonly Slot[], { finished }: CampaignState) {
  const { budget } = ask.plan.stop;
  if (budget === undefined) return undefined;
  const left = ask.beganAt.getTime() + budget - ask.now().getTime();
  const ahead = slots.filter(({ block, index }) => block === slot.block && index >= slot.index).length;
  const taken = finished.map(({ milliseconds }) => milliseconds);
  const mean = taken.length === 0 ? scheduledTakes(ask.tasks) : taken.reduce((a, b) => a + b, 0) / taken.length;
  const next = ahead * (mean ?? 0);
  if (left > 0 && next <= left) return undefined;
  return `the time budget is used: the next block needs about ${seconds(next)}, ${seconds(Math.max(0, left))} are left`;
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
