/** A series keeps its direction and dimension for ever: another one would turn a regression into an improvement. */
import type { FaultDetail } from "../model/fault.ts";
import { onceForEach } from "../stats/once-for-each.ts";
import type { SeriesRow } from "../store/runs.ts";

/** Lists of which each agrees with what is known, by what is known: a rig sends the same list every night. */
const agreeing = onceForEach((_: ReadonlyMap<string, SeriesRow>) => new WeakSet<readonly SeriesRow[]>());

/** Each of these is known, and as it is said here. */
export function areKnown(series: readonly SeriesRow[], known: ReadonlyMap<string, SeriesRow>): boolean {
  const before = agreeing(known);
  if (before.has(series)) return true;
  const agree = series.every((one) => isSaidAgain(one, known.get(one.id)));
  if (agree) before.add(series);
  return agree;
}

const isSaidAgain = ({ better, dimension }: SeriesRow, before: SeriesRow | undefined): boolean =>
  before?.better === better && before.dimension === dimension;

/** What is known, with what is being sent on top. */
export class Definitions {
  readonly #known: ReadonlyMap<string, SeriesRow>;
  readonly #sent = new Map<string, SeriesRow>();

  constructor(known: ReadonlyMap<string, SeriesRow>) {
    this.#known = known;
  }

  /** The places where a run's series contradict, in the order of its measurements; without any they are taken in. */
  admit(series: readonly SeriesRow[]): FaultDetail[] {
    const details = series.flatMap((one, index) => this.#contradictions(one, `/measurements/${index}`));
    if (details.length === 0) for (const one of series) if (!this.#known.has(one.id)) this.#sent.set(one.id, one);
    return details;
  }

  #contradictions({ id, better, dimension, unit }: SeriesRow, path: string): FaultDetail[] {
    const before = this.#known.get(id) ?? this.#sent.get(id);
    const details: FaultDetail[] = [];
    if (before && before.better !== better)
      details.push({ path: `${path}/better`, detail: `is "${before.better}" in this series, not "${better}"` });
    if (before && before.dimension !== dimension)
      details.push({ path: `${path}/unit`, detail: `${unit} cannot be compared with the series' ${before.unit}` });
    return details;
  }
}
