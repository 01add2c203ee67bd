/** In which epoch of its rig was each run of a series measured? Derived from watch facts and from what people accepted. */
import type { AcceptedState } from "../model/epoch.ts";
import type { EvidenceRun } from "./evidence.ts";

/** The state that a series was first measured in needs nobody's acceptance. */
export const FIRST = "first";
/** A run that reported no watch facts is not told apart. */
export const UNTOLD = "";

type Watched = Pick<EvidenceRun, "watchHash">;
type Dated = Pick<EvidenceRun, "watchHash" | "startedAt"> & Partial<Pick<EvidenceRun, "sha">>;

export class SeriesEpochs {
  readonly #rig: string;
  readonly #accepted: ReadonlyMap<string, AcceptedState>;
  readonly #first: string | undefined;

  /** A candidate establishes the first state only where nobody else reported any. `accepted` by `stateKey`. */
  constructor(rig: string, points: readonly Dated[], candidate: string, accepted: ReadonlyMap<string, AcceptedState>) {
    this.#rig = rig;
    this.#accepted = accepted;
    const others = points.filter(({ sha }) => sha !== candidate);
    this.#first = (oldest(others) ?? oldest(points))?.watchHash;
  }

  /** The epoch's name; the hash itself where nobody accepted the state. */
  of({ watchHash }: Watched): string {
    if (watchHash === "") return UNTOLD;
    const epoch = this.#accepted.get(stateKey(this.#rig, watchHash))?.epoch;
    return epoch ?? (watchHash === this.#first ? FIRST : watchHash);
  }

  /** False for an open drift: nobody said yet what it is. */
  isSettled({ watchHash }: Watched): boolean {
    return watchHash === "" || watchHash === this.#first || this.#accepted.has(stateKey(this.#rig, watchHash));
  }

  isComparable(point: Watched, epoch: string): boolean {
    const own = this.of(point);
    return own === epoch || own === UNTOLD || epoch === UNTOLD;
  }
}

export const stateKey = (rig: string, watchHash: string): string => `${rig} ${watchHash}`;

function oldest(points: readonly Dated[]): Dated | undefined {
  let first: Dated | undefined;
  for (const point of points)
    if (point.watchHash !== "" && (!first || point.startedAt < first.startedAt)) first = point;
  return first;
}
