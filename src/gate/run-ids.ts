/** Ids of runs, as a verdict names them: one list for all sides of a landing that have the same runs in the same order. */
import { onceForEach } from "../stats/once-for-each.ts";
import type { GateRun, LandingQuestion } from "./landing.ts";

/** The series of a rig stand on the same runs: a thousand series on some thirty lists. */
export class RunIds {
  /** Lists that may be the same as another one, by what is cheap to compare. */
  readonly #alike = new Map<string, (readonly string[])[]>();

  of(runs: readonly GateRun[]): readonly string[] {
    const key = `${runs.length} ${runs[0]?.run} ${runs.at(-1)?.run}`;
    const alike = this.#alike.get(key) ?? [];
    const known = alike.find((ids) => runs.every(({ run }, at) => run === ids[at]));
    if (known !== undefined) return known;
    const ids = runs.map(({ run }) => run);
    this.#alike.set(key, [...alike, ids]);
    return ids;
  }
}

export const runIdsOf = onceForEach((_landing: LandingQuestion) => new RunIds());
