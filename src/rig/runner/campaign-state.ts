/** Where a campaign stands, from its journal. */
import type { RunDocument } from "../../model/run.ts";
import type { Entry } from "./journal.ts";

export interface Finished {
  readonly index: number;
  readonly milliseconds: number;
  readonly document: RunDocument;
}

export interface OpenBlock {
  readonly block: number;
  readonly name: string;
  readonly boot: string;
}

export interface CampaignState {
  readonly begin: Extract<Entry, { kind: "begin" }> | undefined;
  /** In the order in which they ended. */
  readonly finished: readonly Finished[];
  readonly posted: ReadonlySet<number>;
  /** Began, and neither ended nor was dropped: the process was killed in it. */
  readonly cutOff: number | undefined;
  /** Its set-up ran, its tear-down did not. */
  readonly openBlock: OpenBlock | undefined;
  /** How many blocks began, those begun again included. */
  readonly blocksBegun: number;
  /** Why it is over; undefined while it is not. */
  readonly over: string | undefined;
}

export function stateOf(entries: readonly Entry[]): CampaignState {
  const state = {
    begin: undefined as CampaignState["begin"],
    finished: [] as Finished[],
    posted: new Set<number>(),
    cutOff: undefined as number | undefined,
    openBlock: undefined as OpenBlock | undefined,
    blocksBegun: 0,
    over: undefined as string | undefined,
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case "begin":
        state.begin = entry;
        break;
      case "block-began":
        state.openBlock = entry;
        state.blocksBegun += 1;
        break;
      case "block-ended":
        state.openBlock = undefined;
        break;
      case "session-began":
        state.cutOff = entry.index;
        break;
      case "session-dropped":
        state.cutOff = undefined;
        break;
      case "session-ended":
        state.cutOff = undefined;
        state.finished.push(entry);
        break;
      case "posted":
        state.posted.add(entry.index);
        break;
      case "end":
        state.over = entry.why;
    }
  }
  return state;
}
