/** Landings that follow each other on one branch: what landed stays in the history, the level moves, rigs change. */
import type { GateRun } from "../../src/gate/landing.ts";
import { Fleet, type FleetSeries } from "./fleet.ts";
import { type Random, seeded } from "./random.ts";
import { middle, TrainHistory } from "./train-history.ts";
import { type Ask, measureLanding, type Outcome } from "./train-measure.ts";
import { drawPlan, type Planted, type TrainPlan, type TrainSize } from "./train-plan.ts";

/** Nights of the same code before the first landing. */
const FIRST_NIGHTS = 24;
/** Share of the landings that failed and were guilty, which land all the same by a waiver. */
const WAIVED = 0.3;

export interface TrainLanding extends Outcome {
  readonly at: number;
  readonly planted: Planted | null;
  readonly isMend: boolean;
  readonly landed: boolean;
  /** The largest true worsening among its series. */
  readonly worst: number;
  /** Middle value of the first night, the candidate's and the parent's, by series. */
  readonly firstNight: readonly number[];
  readonly parentNight: readonly number[];
  /** The first night had every planted regression landed. */
  readonly unguarded: readonly number[];
}

export class Train {
  readonly plan: TrainPlan;
  readonly fleet: Fleet;
  readonly history: TrainHistory;
  at = 0;
  /** What the code of the tip costs, by series. */
  readonly tip: number[];
  readonly #unguarded: number[];
  readonly #random: Random;
  readonly #measure: (fleet: Fleet, ask: Ask) => Outcome;
  readonly #mends = new Map<number, { readonly planted: Planted; readonly landed: boolean }[]>();

  constructor(seed: number, size: TrainSize, measure: (fleet: Fleet, ask: Ask) => Outcome = measureLanding) {
    this.#measure = measure;
    this.#random = seeded(seed);
    this.plan = drawPlan(this.#random, size);
    this.fleet = new Fleet(this.#random, size, (series) => this.#ailment(series));
    this.tip = this.fleet.series.map(() => 1);
    this.#unguarded = this.fleet.series.map(() => 1);
    this.history = new TrainHistory(size.series);
    for (let i = 0; i < FIRST_NIGHTS; i++) this.#establish(i - FIRST_NIGHTS);
  }

  next(): TrainLanding {
    const at = this.at++;
    const planted = this.plan.planted.get(at) ?? null;
    const due = this.#mends.get(at) ?? [];
    const mends = due.filter(({ landed }) => landed).map((one) => one.planted);
    const candidate = this.fleet.series.map((series) => {
      const mended = mends.reduce((cost, mend) => cost / costOf(mend, series), this.tip[series.index] ?? 1);
      return planted ? mended * costOf(planted, series) : mended;
    });
    for (const series of this.fleet.series) {
      const all = due.reduce((cost, mend) => cost / costOf(mend.planted, series), this.#unguarded[series.index] ?? 1);
      this.#unguarded[series.index] = planted ? all * costOf(planted, series) : all;
    }
    const levels = this.fleet.series.map(({ index }) => this.history.levelOf(index, at));
    const outcome = this.#measure(this.fleet, { name: String(at), parent: this.tip, candidate, levels });
    const firstNight = outcome.first.map(middle);
    const worst = this.tip.reduce((most, cost, i) => Math.max(most, (candidate[i] ?? 1) / cost - 1), 0);
    const landed = outcome.verdict !== "fail" || (planted !== null && this.#random() < WAIVED);
    if (planted?.mendedAfter != null) this.#plan(planted, at + planted.mendedAfter, landed);
    if (landed) this.#land(candidate, outcome.first, at);
    return {
      ...outcome,
      at,
      planted,
      isMend: mends.length > 0,
      landed,
      worst,
      parentNight: levels.map(({ parentValue }) => parentValue),
      firstNight,
      unguarded: this.fleet.series.map(({ law }, i) => {
        const slower = (this.#unguarded[i] ?? 1) / (candidate[i] ?? 1);
        return (firstNight[i] ?? Number.NaN) * (law.better === "lower" ? slower : 1 / slower);
      }),
    };
  }

  #plan(planted: Planted, at: number, landed: boolean): void {
    this.#mends.set(at, [...(this.#mends.get(at) ?? []), { planted, landed }]);
  }

  #land(candidate: readonly number[], first: readonly (readonly GateRun[])[], at: number): void {
    for (const { index } of this.fleet.series) {
      this.tip[index] = candidate[index] ?? 1;
      this.history.remember(index, first[index] ?? [], at);
    }
  }

  #establish(landing: number): void {
    this.fleet.nextNight();
    const [one, other] = [this.fleet.boot(0), this.fleet.boot(1)];
    const boots = [one, one, other];
    for (const series of this.fleet.series) {
      const runs = boots.map((boot, k) => ({
        run: `history ${boot.name}.${k}`,
        block: boot.name,
        value: this.fleet.run(series, boot, 1),
      }));
      this.history.remember(series.index, runs, landing);
    }
  }

  /** Counted in landings, so that what befalls a rig does not depend on how long others took. */
  #ailment({ rig, benchmark }: FleetSeries): number {
    const { step, slope, sick } = this.plan;
    const now = this.at - 1;
    let slower = 1;
    if (rig === step.rig && now >= step.at) slower *= step.slower;
    if (rig === slope.rig && now > slope.at) slower *= slope.slower ** Math.min(1, (now - slope.at) / slope.landings);
    if (rig === sick.rig && now >= sick.at && now < sick.at + sick.landings && sick.benchmarks.has(benchmark))
      slower *= sick.slower;
    return slower;
  }
}

/** What a planted regression does to the code of a series: above 1 is slower. */
export const costOf = (planted: Planted, { rig, benchmark }: FleetSeries): number =>
  planted.benchmarks.has(benchmark) && (planted.rig ?? rig) === rig ? 1 + planted.size : 1;
