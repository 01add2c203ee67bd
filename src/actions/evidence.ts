/**
 * What a series' evidence is made of. Nearly all that is asked of a point is a fact of its run, and the series of a rig
 * are measured by the same runs: they share one list of them, and each has values of its own.
 */
import type { StoredPoint } from "../store/runs.ts";

/** A run as evidence; the sha is where it counts in history. */
export type EvidenceRun = Pick<
  StoredPoint,
  "sha" | "run" | "block" | "cause" | "startedAt" | "acceptedAt" | "excluded" | "watchHash" | "packagesHash"
>;

/** A run with what it measured in one series, in the series' unit. */
export type EvidencePoint = EvidenceRun & Pick<StoredPoint, "value">;

/** The points of a series by column: `values[i]` was measured by `runs[i]`. */
export interface SeriesEvidence<Run = EvidenceRun> {
  /** The same array for all series that the same runs measured in the same order. */
  readonly runs: readonly Run[];
  readonly values: readonly number[];
}

export const pointsOf = <Run extends EvidenceRun>({ runs, values }: SeriesEvidence<Run>): (Run & EvidencePoint)[] =>
  runs.map((run, place) => ({ ...run, value: values[place] ?? Number.NaN }));

/** A list of runs to which more are added: whoever adds the same runs in the same order comes to the same list. */
export class RunList<Run extends object = EvidenceRun> {
  readonly #before: RunList<Run> | undefined;
  readonly #last: Run | undefined;
  #next: RunList<Run> | undefined;
  #others: Map<Run, RunList<Run>> | undefined;
  #runs: readonly Run[] | undefined;

  constructor(before?: RunList<Run>, last?: Run) {
    this.#before = before;
    this.#last = last;
  }

  with(run: Run): RunList<Run> {
    const next = this.#next ?? new RunList(this, run);
    this.#next = next;
    if (next.#last === run) return next;
    this.#others ??= new Map();
    const other = this.#others.get(run) ?? new RunList(this, run);
    this.#others.set(run, other);
    return other;
  }

  /** From the first on. */
  get runs(): readonly Run[] {
    if (this.#runs !== undefined) return this.#runs;
    const runs: Run[] = [];
    for (let at: RunList<Run> = this; at.#last !== undefined && at.#before !== undefined; at = at.#before)
      runs.push(at.#last);
    this.#runs = runs.reverse();
    return this.#runs;
  }
}
