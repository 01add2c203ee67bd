/** Epochs of a rig: which of its states a person accepted as what, and which drifts are open. */

import type { Rig } from "../model/changeset.ts";
import type { AcceptedState } from "../model/epoch.ts";
import { Fault } from "../model/fault.ts";
import type { Facts } from "../model/run.ts";
import type { RigState } from "../store/runs.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { factsHash } from "./identify.ts";
import { changedFacts } from "./invalid-environment.ts";
import { canSee } from "./read-series.ts";
import { record } from "./record.ts";
import { stateKey } from "./series-epochs.ts";

export interface EpochAsk {
  readonly rig: string;
  /** The state: its hash, or the watch facts themselves. */
  readonly watchHash?: string | undefined;
  readonly facts?: Facts | undefined;
  /** An epoch that exists is joined; absent, the state begins a new one. */
  readonly epoch?: string | undefined;
  readonly reason: string;
}

export interface RigEpochs {
  readonly rig: string;
  readonly states: readonly ShownState[];
}

export interface ShownState {
  readonly watchHash: string;
  /** Null for an open drift. */
  readonly epoch: string | null;
  readonly reason: string | null;
  /** RFC 3339; null when no run reported it yet. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly runs: number;
  /** What differs from the state before it, as `kernel from 6.1 to 6.8`; empty for the first. */
  readonly changed: string;
}

/** Accepting again what is accepted changes its epoch or its reason. */
export async function acceptState(ctx: Context, caller: Caller, ask: EpochAsk): Promise<AcceptedState> {
  const rig = await visibleRig(ctx, caller, ask.rig);
  demand(caller, "triage", ...(rig.vendor === undefined ? [] : [`rig-admin:${rig.vendor}`]));
  const watchHash = ask.watchHash ?? factsHash(ask.facts, ctx.sha256);
  if (watchHash === "") {
    const detail = "says no state: send `watchHash`, or the watch facts of the rig as `facts`";
    throw new Fault("invalid", `The request ${detail}.`, [{ path: "", detail }]);
  }
  return await ctx.known.inTurn(async () => {
    const accepted = await ctx.known.acceptedStates();
    const known = accepted.get(stateKey(rig.rig, watchHash));
    const epoch = ask.epoch ?? known?.epoch ?? newEpoch(rig.rig, accepted);
    const state: AcceptedState = { rig: rig.rig, watchHash, epoch, reason: ask.reason };
    if (known?.epoch !== epoch || known.reason !== ask.reason)
      await record(ctx, caller, [{ kind: "epoch", key: stateKey(rig.rig, watchHash), body: state }]);
    return state;
  });
}

/** States in the order in which they were first seen. */
export async function readEpochs(ctx: Context, caller: Caller, named: string): Promise<RigEpochs> {
  const { rig } = await visibleRig(ctx, caller, named);
  const accepted = [...(await ctx.known.acceptedStates()).values()].filter((state) => state.rig === rig);
  const seen = await ctx.store.states(rig);
  const epochs = new Map(accepted.map((state) => [state.watchHash, state]));
  const states: ShownState[] = [];
  for (const [index, state] of seen.entries()) {
    const before = seen[index - 1];
    const changed = before ? await changedFacts(ctx, before.lastRun, state.firstRun) : "";
    states.push(shown(state, epochs.get(state.watchHash), index === 0, changed));
  }
  const met = new Set(seen.map(({ watchHash }) => watchHash));
  const unmet = accepted.filter(({ watchHash }) => !met.has(watchHash));
  return { rig, states: [...states, ...unmet.map(notYetSeen)] };
}

function shown(
  { watchHash, first, last, runs }: RigState,
  state: AcceptedState | undefined,
  isFirst: boolean,
  changed: string,
): ShownState {
  const firstSeen = first.toISOString();
  const epoch = state?.epoch ?? (isFirst ? "first" : null);
  return { watchHash, epoch, reason: state?.reason ?? null, firstSeen, lastSeen: last.toISOString(), runs, changed };
}

const notYetSeen = ({ watchHash, epoch, reason }: AcceptedState): ShownState => ({
  watchHash,
  epoch,
  reason,
  firstSeen: null,
  lastSeen: null,
  runs: 0,
  changed: "",
});

/** e2, e3, …: the first needs nobody's acceptance. */
function newEpoch(rig: string, accepted: ReadonlyMap<string, AcceptedState>): string {
  const taken = new Set([...accepted.values()].filter((state) => state.rig === rig).map(({ epoch }) => epoch));
  let ordinal = 2;
  while (taken.has(`e${ordinal}`)) ordinal++;
  return `e${ordinal}`;
}

/** The rig, or that there is none: one that the caller may not see is none. */
export async function visibleRig(ctx: Context, caller: Caller, named: string): Promise<Rig> {
  const rig = (await ctx.known.rigs()).get(named);
  if (rig && canSee(caller, rig)) return rig;
  throw new Fault("not_found", `There is no rig ${named}; tarnish rig list shows them.`);
}
