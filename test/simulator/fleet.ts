/** Rigs through their nights: what each night, each boot and each run adds to what the code would show. */
import { normal, type Random } from "./random.ts";
import {
  drawRealLaw,
  drawTogether,
  FADING,
  type RealLaw,
  SLOW_SPIKES,
  SPIKE_EXCESS,
  SPIKE_LEAST,
} from "./real-noise.ts";

export interface FleetSeries {
  readonly index: number;
  readonly rig: number;
  /** The same benchmark runs on every rig. */
  readonly benchmark: number;
  readonly law: RealLaw;
  /** What the rig's nights have left in this series: a process of its own that fades from night to night. */
  lasting: number;
}

/** What the rigs do that no changeset did: how much slower (a factor above 1) a series runs in this night. */
export type Ailment = (series: FleetSeries, night: number) => number;

export interface Boot {
  readonly name: string;
  readonly shared: readonly number[];
  readonly own: readonly number[];
}

export interface FleetSize {
  readonly series: number;
  readonly rigs: number;
  /** Drawn from real series when absent. */
  readonly lawOf?: (random: Random, together: number) => RealLaw;
}

export class Fleet {
  readonly series: readonly FleetSeries[];
  night = 0;
  readonly #random: Random;
  readonly #rigs: number;
  readonly #lasting: number[];
  readonly #ailment: Ailment;

  constructor(random: Random, size: FleetSize, ailment: Ailment = () => 1) {
    this.#random = random;
    this.#rigs = size.rigs;
    this.#ailment = ailment;
    const together = Array.from({ length: size.rigs }, () => drawTogether(random));
    this.#lasting = together.map(() => normal(random));
    this.series = Array.from({ length: size.series }, (_, index) => {
      const rig = index % size.rigs;
      const law = (size.lawOf ?? drawRealLaw)(random, together[rig] ?? 0);
      return { index, rig, benchmark: Math.floor(index / size.rigs), law, lasting: normal(random) };
    });
  }

  /** The next night; what lasts fades and is renewed. */
  nextNight(): void {
    this.night++;
    const fresh = Math.sqrt(1 - FADING ** 2);
    for (let rig = 0; rig < this.#rigs; rig++)
      this.#lasting[rig] = FADING * (this.#lasting[rig] ?? 0) + fresh * normal(this.#random);
    for (const one of this.series) one.lasting = FADING * one.lasting + fresh * normal(this.#random);
  }

  /** One boot of every rig in this night. */
  boot(ordinal: number): Boot {
    const name = `${String(this.night).padStart(6, "0")}/${ordinal}`;
    const shared = Array.from({ length: this.#rigs }, () => normal(this.#random));
    return { name, shared, own: this.series.map(() => normal(this.#random)) };
  }

  /** One run of one series: `slower` is what its code costs, a factor of time above 1 where it is slower. */
  run({ index, rig, law, lasting }: FleetSeries, { shared, own }: Boot, slower: number): number {
    const random = this.#random;
    const series = this.series[index] as FleetSeries;
    const common = Math.sqrt(law.together);
    const alone = Math.sqrt(1 - law.together);
    const night = common * (this.#lasting[rig] ?? 0) + alone * lasting;
    const boot = common * (shared[rig] ?? 0) + alone * (own[index] ?? 0);
    const run = Math.sqrt(Math.max(0, 1 - law.lasting - law.boot)) * normal(random);
    const noise = Math.sqrt(law.lasting) * night + Math.sqrt(law.boot) * boot + run;
    const time = Math.log(slower * this.#ailment(series, this.night)) + law.width * (noise + this.#spike(law));
    return law.level * Math.exp(law.better === "lower" ? time : -time);
  }

  #spike({ spikes }: RealLaw): number {
    const random = this.#random;
    if (random() >= spikes) return 0;
    const size = SPIKE_LEAST - SPIKE_EXCESS * Math.log(1 - random());
    return random() < SLOW_SPIKES ? size : -size;
  }
}
