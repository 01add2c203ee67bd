/** What became of runs that were written: which attempt counts, and what that means for each of them. */
import { Fault } from "../model/fault.ts";
import type { ChainedEvent } from "./chain.ts";
import type { Claim } from "./claims.ts";
import type { LoggedEvent } from "./events.ts";
import type { PlacedRun } from "./rows.ts";
import type { RunOutcome, RunWrite } from "./runs.ts";

export const UNCONFIRMED = "The storage did not confirm the write; send it again, it is stored once.";

/** Events of a batch with what is known once its runs are claimed: which attempts count. */
export function decided(
  runs: readonly PlacedRun[],
  chained: readonly ChainedEvent[],
  standing: ReadonlyMap<string, Claim>,
): LoggedEvent[] {
  const counting = runs.filter((run) => isAt(standing.get(run.facts.run), run)).map(({ sequence }) => sequence);
  const counts = new Set(counting);
  return chained.map((event) => ({ ...event, isAccepted: event.kind !== "run" || counts.has(event.sequence) }));
}

/** `place`: of this attempt, where it was written. */
export function outcomeOf(
  { facts, event }: RunWrite,
  claimed: ReadonlyMap<string, Claim>,
  place?: PlacedRun,
): RunOutcome {
  const claim = claimed.get(facts.run);
  if (!claim) throw new Fault("unavailable", UNCONFIRMED);
  if (place && isAt(claim, place)) return "stored";
  return claim.contentHash === event.contentHash ? "duplicate" : "conflict";
}

const isAt = (claim: Claim | undefined, { chain, sequence }: Pick<PlacedRun, "chain" | "sequence">): boolean =>
  claim?.chain === chain && claim.sequence === sequence;
