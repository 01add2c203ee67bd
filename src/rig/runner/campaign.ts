/**
 * Drives a plan from its first session to its end, and goes on where a crash or a person stopped it: every session that
 * ended is in the journal before it is delivered, under an id that the campaign decides, so it is delivered once.
 */
import type { Fault } from "../../model/fault.ts";
import type { RunDocument } from "../../model/run.ts";
import type { Slot } from "../plan/schedule.ts";
import { type Blocks, openBlocks } from "./blocks.ts";
import type { CampaignAsk } from "./campaign-ask.ts";
import { type CampaignState, stateOf } from "./campaign-state.ts";
import type { Entry, Journal } from "./journal.ts";
import { endLeftovers, removeLeftovers } from "./leftovers.ts";
import { measureSlot, type SlotOutcome, tearDown } from "./slot.ts";

export interface CampaignEnd {
  /** invalid: the rig may not measure now; refused: the service wants none of it; stopped: a person ended it. */
  readonly kind: "done" | "invalid" | "failing" | "stopped" | "refused";
  readonly why: string;
  readonly documents: readonly RunDocument[];
  readonly fault?: Fault;
}

/** So many sessions in a row without a whole result: the rest would be no better. */
const MOST_FAILURES = 3;

export async function runCampaign(ask: CampaignAsk, journal: Journal, slots: readonly Slot[]): Promise<CampaignEnd> {
  const state = () => stateOf(journal.entries);
  const isHeld = holdsBack(slots);
  const refusal = isHeld ? undefined : await deliverAll(ask.deliver, journal, slots);
  if (refusal !== undefined) return end("refused", refusal.message, state(), refusal);
  await tidyAfterCrash(ask, journal, state());
  const blocks = openBlocks(ask, journal);
  const finished = await sessions(ask, journal, slots, blocks);
  await blocks.close();
  if (finished.kind !== "done" && finished.kind !== "failing") return finished;
  const fault = await deliverAll(ask.deliver, journal, slots);
  if (fault !== undefined) return end("refused", fault.message, state(), fault);
  journal.add({ kind: "end", why: finished.why });
  return finished;
}

/**
 * Two builds that take turns are delivered when all is measured, the baseline first: nobody can have looked at the
 * candidate before, so that none of the baseline's sessions can be a reaction to it.
 */
const holdsBack = (slots: readonly Slot[]): boolean => new Set(slots.map(({ side }) => side)).size > 1;

/** A killed process may have left benchmarks running and things set up. */
async function tidyAfterCrash(ask: CampaignAsk, journal: Journal, { cutOff }: CampaignState): Promise<void> {
  const ended = await endLeftovers(ask.campaign);
  removeLeftovers(ask.campaign);
  if (ended > 0) ask.onEvent({ kind: "remark", text: `ended ${ended} processes that an earlier start left behind` });
  if (cutOff === undefined) return;
  ask.onEvent({ kind: "remark", text: `session ${cutOff + 1} was cut off: torn down, and measured again` });
  await tearDown(ask);
  journal.add({ kind: "session-dropped", index: cutOff });
}

async function sessions(
  ask: CampaignAsk,
  journal: Journal,
  slots: readonly Slot[],
  blocks: Blocks,
): Promise<CampaignEnd> {
  const state = () => stateOf(journal.entries);
  const done = new Set(state().finished.map(({ index }) => index));
  let failures = 0;
  for (const slot of slots.filter(({ index }) => !done.has(index))) {
    const why = await blocks.enter(slot, slots, state());
    if (why !== undefined) return end(why.kind, why.why, state());
    const outcome = await session(ask, journal, slot, blocks.name());
    if (outcome.kind !== "measured") return end(outcome.kind, outcome.why, state());
    failures = outcome.document.complete ? 0 : failures + 1;
    const fault = holdsBack(slots) ? undefined : await deliverOne(ask.deliver, journal, slot.index, outcome.document);
    ask.onEvent({ ...outcome, kind: "session-ended", slot });
    if (fault !== undefined) return end("refused", fault.message, state(), fault);
    if (failures >= MOST_FAILURES) return end("failing", `${failures} sessions in a row gave no whole result`, state());
  }
  return end("done", "all sessions are measured", state());
}

async function session(ask: CampaignAsk, journal: Journal, slot: Slot, block: string): Promise<SlotOutcome> {
  journal.add({ kind: "session-began", index: slot.index, at: ask.now().toISOString() });
  ask.onEvent({ kind: "session", slot, block });
  const outcome = await measureSlot(ask, slot, block);
  const entry: Entry =
    outcome.kind === "measured"
      ? { ...outcome, kind: "session-ended", index: slot.index }
      : { kind: "session-dropped", index: slot.index };
  journal.add(entry);
  return outcome;
}

/** Sessions that ended and were not delivered before: the service keeps one of each, however often it is told. */
export async function deliverAll(
  deliver: CampaignAsk["deliver"],
  journal: Journal,
  slots: readonly Slot[],
): Promise<Fault | undefined> {
  const { finished, posted } = stateOf(journal.entries);
  const isCandidate = new Set(slots.filter(({ side }) => side === "candidate").map(({ index }) => index));
  const waiting = finished.filter(({ index }) => !posted.has(index));
  const inTurn = [
    ...waiting.filter(({ index }) => !isCandidate.has(index)),
    ...waiting.filter(({ index }) => isCandidate.has(index)),
  ];
  for (const { index, document } of inTurn) {
    const fault = await deliverOne(deliver, journal, index, document);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

async function deliverOne(
  deliver: CampaignAsk["deliver"],
  journal: Journal,
  index: number,
  document: RunDocument,
): Promise<Fault | undefined> {
  const fault = await deliver(document);
  if (fault === undefined) journal.add({ kind: "posted", index });
  return fault;
}

function end(kind: CampaignEnd["kind"], why: string, { finished }: CampaignState, fault?: Fault): CampaignEnd {
  return { kind, why, documents: finished.map(({ document }) => document), ...(fault && { fault }) };
}
