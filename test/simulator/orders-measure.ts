/** One landing measured by work orders, or by a fixed number of runs: what was decided, and what it took. */
import { decideLanding } from "../../src/gate/judge-landing.ts";
import type { GateRun, LandingQuestion } from "../../src/gate/landing.ts";
import { byNight } from "../../src/gate/night.ts";
import { landingOrders } from "../../src/gate/orders/landing-orders.ts";
import type { RigRun } from "../../src/gate/orders/nights.ts";
import { ratesOf } from "../../src/gate/rates.ts";
import { type JudgedSeries, seriesVerdict } from "../../src/gate/series-verdict.ts";
import { type Settled, settledBy } from "../../src/gate/settled.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/model/policy.ts";
import type { SeriesVerdict } from "../../src/model/verdict.ts";
import type { Boot, Fleet, FleetSeries } from "./fleet.ts";
import { type Ask, type Outcome, questionOf } from "./train-measure.ts";

export interface Decided extends Outcome {
  /** Series that hold the landing until they are shown to be green. */
  readonly holding: ReadonlySet<number>;
  readonly undecided: readonly number[];
}

export type Measure = (fleet: Fleet, ask: Ask) => Decided;

/** Candidate runs of each boot in the first night of every landing. */
const FIRST_BOOTS = [2, 1];
const MOST_ROUNDS = 8;

export interface FixedDesign {
  /** Candidate runs of every series, spread over so many nights of two boots. */
  readonly runs: number;
  readonly nights: number;
  /** The parent is run as often, in the same boots. */
  readonly withParent: boolean;
}

/** Decided once. */
export const fixedRuns =
  ({ runs: count, nights, withParent }: FixedDesign): Measure =>
  (fleet, ask) => {
    // The only look of such a design spends what the policy's first look shares with later ones.
    const falseGreenPerSeries = DEFAULT_POLICY.falseGreenPerSeries ** 2 / ratesOf(DEFAULT_POLICY, 1).green;
    const bench = new Bench(fleet, ask, { ...DEFAULT_POLICY, looks: [count], falseGreenPerSeries });
    for (let night = 0; night < nights; night++) {
      fleet.nextNight();
      const runs = Math.floor(((night + 1) * count) / nights) - Math.floor((night * count) / nights);
      for (const many of [Math.ceil(runs / 2), Math.floor(runs / 2)])
        bench.boot(fleet.series, { candidate: many, parent: withParent ? many : 0 });
    }
    bench.decide();
    return bench.outcome(nights, 1);
  };

/** Three runs of everything in the first night; from then on what is ordered, and nothing else. */
export const byOrders: Measure = (fleet, ask) => {
  const bench = new Bench(fleet, ask, DEFAULT_POLICY);
  fleet.nextNight();
  for (const candidate of FIRST_BOOTS) bench.boot(fleet.series, { candidate, parent: 0 });
  bench.decide();
  let [nights, rounds] = [1, 1];
  for (; rounds < MOST_ROUNDS && bench.guilty.length === 0; rounds++) {
    const orders = bench.orders();
    if (orders.length === 0) break;
    const now = orders.filter(({ afterNight }) => afterNight === null);
    if (now.length === 0) {
      fleet.nextNight();
      nights++;
    }
    for (const order of now.length === 0 ? orders : now) bench.follow(order);
    bench.decide();
  }
  return bench.outcome(nights, rounds);
};

type Order = ReturnType<typeof landingOrders>[number];

class Bench {
  readonly #fleet: Fleet;
  readonly #ask: Ask;
  readonly #policy: Policy;
  readonly #candidate: GateRun[][];
  readonly #parent: GateRun[][];
  readonly #startedAt = new Map<string, string>();
  #settled: readonly Settled[] = [];
  #open: readonly FleetSeries[];
  #judged: readonly JudgedSeries[] = [];
  readonly #verdicts = new Map<string, SeriesVerdict>();
  #question: LandingQuestion | null = null;
  #boots = 0;
  #runs = 0;
  #first: GateRun[][] = [];
  guilty: readonly number[] = [];

  constructor(fleet: Fleet, ask: Ask, policy: Policy) {
    this.#fleet = fleet;
    this.#ask = ask;
    this.#policy = policy;
    this.#candidate = fleet.series.map((): GateRun[] => []);
    this.#parent = fleet.series.map((): GateRun[] => []);
    this.#open = fleet.series;
  }

  boot(series: readonly FleetSeries[], counts: { readonly candidate: number; readonly parent: number }): void {
    const boot = this.#fleet.boot(this.#boots++);
    for (const one of series) {
      this.#measure(one, boot, "candidate", counts.candidate);
      this.#measure(one, boot, "parent", counts.parent);
    }
    if (this.#boots === FIRST_BOOTS.length) this.#first = this.#candidate.map((mine) => [...mine]);
  }

  #measure({ index }: FleetSeries, boot: Boot, side: "candidate" | "parent", count: number): void {
    const series = this.#fleet.series[index] as FleetSeries;
    const into = side === "candidate" ? this.#candidate : this.#parent;
    for (let k = 0; k < count; k++) {
      const run = `${side} ${this.#ask.name} ${boot.name}.${index}.${k}`;
      const value = this.#fleet.run(series, boot, this.#ask[side][index] ?? 1);
      into[index]?.push({ run, block: boot.name, value });
      this.#startedAt.set(run, this.#day());
      this.#runs++;
    }
  }

  /** Nights as days, in their order. */
  #day(): string {
    const night = this.#fleet.night;
    return `${2000 + Math.floor(night / 336)}-${pad(1 + (Math.floor(night / 28) % 12))}-${pad(1 + (night % 28))}`;
  }

  decide(): void {
    const asked = this.#open.map((one) => questionOf(one, this.#ask, this.#candidate, this.#parent));
    // The same series hold the landing whoever measures: with more runs more of them, and noisier ones, would.
    if (this.#settled.length === 0) this.#settled = settledBy(asked.map(byNight), DEFAULT_POLICY);
    const series = asked.map((one, i) => ({ ...one, ...this.#settled[this.#open[i]?.index ?? -1] }));
    const plannedSeries = this.#fleet.series.length;
    const question = { policy: this.#policy, sha: "c", parentSha: "p", series, missing: [], plannedSeries };
    const judged = decideLanding(question);
    const indexes = this.#open.map(({ index }) => index);
    this.guilty = indexes.filter((_, i) => judged[i]?.decision?.kind === "guilty");
    const isOpen = (i: number) => ["open", "needs_parent"].includes(judged[i]?.decision?.kind ?? "");
    this.#judged = judged;
    this.#open = this.#open.filter((_, i) => isOpen(i));
    this.#question = question;
  }

  /** Of all rigs: what the service would ask of each. */
  orders(): Order[] {
    const question = this.#question;
    if (question === null) return [];
    for (const one of this.#judged) this.#verdicts.set(one.question.series.id, seriesVerdict(one, question));
    const series = [...this.#verdicts.values()];
    const verdict = { sha: "c", final: false, series };
    const runs = this.#open.flatMap(({ index }) =>
      (this.#candidate[index] ?? []).map(
        ({ run, block }): RigRun => ({
          run,
          block,
          suite: "nightly",
          startedAt: this.#startedAt.get(run) ?? "",
        }),
      ),
    );
    return [...new Set(series.map(({ rig }) => rig))].flatMap((rig) =>
      landingOrders({ verdict, policy: this.#policy, rig, runs, isLanded: false }),
    );
  }

  follow({ sha, baseline, runs, blocks, series }: Order): void {
    const asked = new Set(series.map((id) => Number.parseInt(id, 16)));
    const some = this.#fleet.series.filter(({ index }) => asked.has(index));
    for (let block = 0; block < blocks; block++) {
      const many = Math.floor(((block + 1) * runs) / blocks) - Math.floor((block * runs) / blocks);
      this.boot(
        some,
        sha === "p" ? { candidate: 0, parent: many } : { candidate: many, parent: baseline === null ? 0 : many },
      );
    }
  }

  outcome(nights: number, looks: number): Decided {
    const undecided = this.#open.map(({ index }) => index);
    const holding = new Set(this.#settled.flatMap(({ say }, index) => (say === "full" ? [index] : [])));
    const verdict = undecided.length > 0 ? "inconclusive" : "pass";
    return {
      verdict: this.guilty.length > 0 ? "fail" : verdict,
      guilty: this.guilty,
      undecided,
      holding,
      seeing: holding.size,
      nights,
      looks,
      runs: this.#runs,
      first: this.#first,
    };
  }
}

const pad = (n: number): string => String(n).padStart(2, "0");
