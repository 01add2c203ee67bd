/** Where runs stand in the landing order of each branch; and which of them stand elsewhere than before. */
import type { LandingOrder } from "../detect/landing-order.ts";
import type { Changeset } from "../model/changeset.ts";
import { ordinalsOn } from "./read-series.ts";
import type { RunLedger } from "./run-ledger.ts";

/** Ordinals of branches kept, each of four bytes a changeset. */
const MOST_BRANCHES = 64;

export class TrunkPlaces {
  readonly order: LandingOrder;
  /** How many changesets of the ledger it knows. */
  readonly size: number;
  /** Of each of them: the one as whose history its runs count, and the branch of that. */
  readonly counted: readonly string[];
  readonly #named: readonly (string | undefined)[];
  readonly #ordinals = new Map<string, Int32Array>();

  constructor(order: LandingOrder, changesets: ReadonlyMap<string, Changeset>, { shas }: RunLedger) {
    this.order = order;
    this.size = shas.length;
    this.counted = shas.map((sha) => order.historyOf(sha));
    this.#named = this.counted.map((sha) => changesets.get(sha)?.branch);
  }

  /** Of the run at this place of the ledger: by its changeset, else by the run's own word. */
  branchOf(run: number, { facts, runs }: RunLedger): string {
    return this.#named[facts.sha[run] as number] ?? runs[run]?.branch ?? "";
  }

  /** Of each changeset of the ledger its ordinal on the branch, -1 where it is not part of it. */
  ordinals(branch: string): Int32Array {
    const known = this.#ordinals.get(branch);
    if (known !== undefined) return known;
    const at = ordinalsOn(this.order.trunk(branch));
    const ordinals = Int32Array.from(this.counted, (sha) => at.get(sha) ?? -1);
    if (this.#ordinals.size >= MOST_BRANCHES) this.#ordinals.clear();
    this.#ordinals.set(branch, ordinals);
    return ordinals;
  }

  /** Rigs with runs of changesets that `before` placed otherwise; what it did not know is left out. */
  movedSince(before: TrunkPlaces, ledger: RunLedger): ReadonlySet<string> {
    const { runs, facts } = ledger;
    const moved = new Set<number>();
    for (let at = 0; at < before.size; at++)
      if (this.counted[at] !== before.counted[at] || this.#named[at] !== before.#named[at]) moved.add(at);
    const isOld = (run: number) => (facts.sha[run] as number) < before.size;
    const branches = new Set<string>();
    for (const run of runs.keys()) if (isOld(run)) branches.add(this.branchOf(run, ledger));
    for (const branch of branches)
      for (const at of movedOn(before.ordinals(branch), this.ordinals(branch))) moved.add(at);
    if (moved.size === 0) return NONE;
    return new Set(runs.filter((_, run) => moved.has(facts.sha[run] as number)).map(({ rig }) => rig));
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Who came, who left, and everybody who is on both where the others do not follow each other as before. */
function movedOn(before: Int32Array, now: Int32Array): number[] {
  const moved: number[] = [];
  const stayed: number[] = [];
  for (let at = 0; at < before.length; at++) {
    const [was, is] = [before[at] as number, now[at] as number];
    if (was < 0 !== is < 0) moved.push(at);
    else if (is >= 0) stayed.push(at);
  }
  stayed.sort((a, b) => (before[a] as number) - (before[b] as number));
  const isKept = stayed.every((at, i) => i === 0 || keepsStep(before, now, stayed[i - 1] as number, at));
  return isKept ? moved : [...moved, ...stayed];
}

/** Two neighbours are one changeset as before, or one after the other as before. */
function keepsStep(before: Int32Array, now: Int32Array, one: number, next: number): boolean {
  const wasSame = before[one] === before[next];
  return wasSame ? now[one] === now[next] : (now[one] as number) < (now[next] as number);
}
