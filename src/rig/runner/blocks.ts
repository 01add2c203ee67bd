/** Blocks of a campaign: each begins with its own set-up, and before each it is asked whether it is still needed. */
import { setTimeout as wait } from "node:timers/promises";
import type { Slot } from "../plan/schedule.ts";
import type { CampaignAsk } from "./campaign-ask.ts";
import type { CampaignState } from "./campaign-state.ts";
import type { Journal } from "./journal.ts";
import { hook } from "./slot.ts";
import { stopBefore } from "./stop.ts";

export interface Blocks {
  /** Called before each session. Says why there shall be no more of them. */
  enter(slot: Slot, slots: readonly Slot[], state: CampaignState): Promise<Refusal | undefined>;
  name(): string;
  /** Tears the open block down. */
  close(): Promise<void>;
}

export interface Refusal {
  readonly kind: "done" | "failing" | "stopped";
  readonly why: string;
}

export function openBlocks(ask: CampaignAsk, journal: Journal): Blocks {
  let open: { readonly block: number; readonly name: string } | undefined;
  const close = async () => {
    if (open === undefined) return;
    await hook(ask, "tear-down of the block", ask.plan.block.teardown);
    journal.add({ kind: "block-ended", block: open.block });
    open = undefined;
  };
  return {
    close,
    name: () => open?.name ?? ask.blockBase,
    async enter(slot, slots, state) {
      if (ask.signal.aborted) return { kind: "stopped", why: "stopped between two sessions" };
      if (open?.block === slot.block) return undefined;
      await close();
      const enough = stopBefore(ask, slot, slots, state);
      if (enough !== undefined) return { kind: "done", why: enough };
      const name = await begin(ask, journal, slot, state);
      if (name === undefined) return { kind: "failing", why: "the set-up of a block failed" };
      open = { block: slot.block, name };
      ask.onEvent({ kind: "block", block: slot.block, name });
      return undefined;
    },
  };
}

/** The name of the block; undefined when its set-up failed. */
async function begin(
  ask: CampaignAsk,
  journal: Journal,
  slot: Slot,
  state: CampaignState,
): Promise<string | undefined> {
  const { plan } = ask;
  const { boot } = ask.rigNow();
  const before = state.openBlock;
  const isSame = before?.block === slot.block && before.boot === boot && plan.block.setup.length === 0;
  if (isSame) return before.name;
  if (before !== undefined) await hook(ask, "tear-down of the block that was cut off", plan.block.teardown);
  if (plan.block.pause !== undefined && state.blocksBegun > 0)
    await wait(plan.block.pause, undefined, { signal: ask.signal }).catch(() => {});
  if ((await hook(ask, "set-up of the block", plan.block.setup, ask.signal)) !== undefined) return undefined;
  const again = before?.block === slot.block ? `+${state.blocksBegun}` : "";
  const ordinal = plan.blocks > 1 ? `.${slot.block}` : "";
  const name = `${ask.blockBase}${ordinal}${again}`;
  journal.add({ kind: "block-began", block: slot.block, name, boot });
  return name;
}
