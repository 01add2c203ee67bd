/** Reads runs of changesets and sorts what they measured by series; a run is one object for all of its series. */
import type { LandingOrder } from "../detect/landing-order.ts";
import { unitFactor } from "../model/unit.ts";
import type { MeasuredRun, SeriesRow } from "../store/runs.ts";
import type { Context } from "./context.ts";
import { countsAs } from "./counts-as.ts";
import { type EvidenceRun, RunList, type SeriesEvidence } from "./evidence.ts";
import type { LandingPlace } from "./landing-place.ts";

export class EvidenceReader {
  readonly #bySeries: ReadonlyMap<string, Gathered>;
  readonly #ctx: Context;
  readonly #order: LandingOrder;
  readonly #sha: string;
  readonly #namesOf: ReadonlyMap<string, readonly string[]>;
  readonly #asWhich: (sha: string) => string;
  readonly #visible: ReadonlyMap<string, SeriesRow>;
  readonly #read = new Set<string>();

  constructor(ctx: Context, order: LandingOrder, place: LandingPlace, visible: ReadonlyMap<string, SeriesRow>) {
    this.#ctx = ctx;
    this.#order = order;
    const { sha, parentSha, twins, parentTwins } = place;
    this.#sha = sha;
    this.#namesOf = new Map([
      [parentSha ?? "", parentTwins],
      [sha, twins],
    ]);
    this.#asWhich = countsAs(order, place);
    this.#visible = visible;
    const none = new RunList();
    this.#bySeries = new Map([...visible.keys()].map((id) => [id, { list: none, values: [] }]));
  }

  /**
   * Runs of these changesets, and of those that count as them; what they measured in the series is kept. Which series may
   * be told while the runs are read.
   */
  async read(
    shas: readonly string[],
    told: readonly string[] | Promise<readonly string[]>,
  ): Promise<readonly MeasuredRun[]> {
    const names = shas.flatMap((sha) => [
      ...(sha === this.#sha ? [sha] : this.#order.countedAs(sha)),
      ...(this.#namesOf.get(sha) ?? []),
    ]);
    const wanted = [...new Set(names)].filter((name) => !this.#read.has(name));
    for (const name of wanted) this.#read.add(name);
    const [runs, series] = await Promise.all([this.#ctx.store.measuredRuns(wanted, told, "again"), told]);
    const asked = series.map((id) => ({ row: this.#visible.get(id), kept: this.#bySeries.get(id) }));
    for (const run of runs) this.#keep(run, asked);
    return runs;
  }

  evidenceOf(series: string): SeriesEvidence {
    return { runs: this.runsOf(series), values: this.#bySeries.get(series)?.values ?? [] };
  }

  runsOf(series: string): readonly EvidenceRun[] {
    return this.#bySeries.get(series)?.list.runs ?? [];
  }

  /** Of a series, whether this holds of its runs: answered once for all series with the same ones. */
  having(holds: (runs: readonly EvidenceRun[]) => boolean): (series: string) => boolean {
    const known = new Map<readonly EvidenceRun[], boolean>();
    return (series) => {
      const runs = this.runsOf(series);
      const answer = known.get(runs) ?? holds(runs);
      known.set(runs, answer);
      return answer;
    };
  }

  #keep(run: MeasuredRun, asked: readonly Asked[]): void {
    const { measured, block, cause, startedAt, acceptedAt, watchHash, packagesHash } = run;
    const facts = { run: run.run, block, cause, startedAt, acceptedAt, watchHash, packagesHash };
    const sha = this.#asWhich(run.sha);
    let told: EvidenceRun | undefined;
    for (const { unit, suspect, series, values } of measured) {
      const excluded = run.excluded === "" ? suspect : run.excluded;
      if (told?.excluded !== excluded) told = { ...facts, sha, excluded };
      for (let at = 0; at < series.length; at++) {
        const { row, kept } = asked[series[at] as number] ?? {};
        if (row === undefined || kept === undefined) continue;
        const posted = values[at] as number;
        kept.list = kept.list.with(told);
        kept.values.push(posted * unitFactor(unit, row.unit));
      }
    }
  }
}

interface Asked {
  readonly row: SeriesRow | undefined;
  readonly kept: Gathered | undefined;
}

/** What was read of a series so far. */
interface Gathered {
  list: RunList;
  readonly values: number[];
}
