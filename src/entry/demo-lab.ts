/** What two simulated rigs measure in a simulated night: the metrics, their noise, and where their levels move. */
import type { Better, Cause, Measurement, RunDocument } from "../model/run.ts";

/** Uniform on [0, 1). */
export type Random = () => number;

interface Metric {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: Better;
  readonly parameters: Readonly<Record<string, string>>;
  readonly level: number;
  /** Relative standard deviations between nights, runs of a night, repeats of a run. */
  readonly noise: readonly [night: number, run: number, repeat: number];
  /** Level from this part of the year on, as a factor. */
  readonly steps: readonly (readonly [when: number, factor: number])[];
}

const RIGS = ["sim-east", "sim-west"];

/** What the second rig became along the way, and how much faster that made it. */
export const REBUILT = { rig: "sim-west", watch: { kernel: "6.6.0-sim" }, speed: 1.03 } as const;
const WATCH = { kernel: "6.1.0-sim" };

export const METRICS: readonly Metric[] = [
  metric(
    "ior-easy",
    "write.bandwidth",
    "MiB/s",
    "higher",
    { clients: "16", transfer: "1MiB" },
    5200,
    [0.005, 0.009, 0.02],
    [[0.3, 1.045]],
  ),
  metric(
    "ior-easy",
    "read.bandwidth",
    "MiB/s",
    "higher",
    { clients: "16", transfer: "1MiB" },
    6100,
    [0.004, 0.007, 0.015],
    [],
  ),
  ...[1, 4, 64].map((clients) =>
    metric(
      "ior-easy",
      "write.bandwidth",
      "MiB/s",
      "higher",
      { clients: String(clients), transfer: "1MiB" },
      (650 * clients) / (1 + clients / 12),
      [0.005, 0.009, 0.02],
      clients === 64
        ? [
            [0.3, 1.045],
            [0.82, 0.9],
          ]
        : [[0.3, 1.045]],
    ),
  ),
  metric(
    "mdtest-easy",
    "file-creation.rate",
    "ops/s",
    "higher",
    { clients: "16", depth: "1" },
    42_300,
    [0.006, 0.011, 0.02],
    [[0.62, 1.03]],
  ),
  metric(
    "mdtest-easy",
    "file-removal.rate",
    "ops/s",
    "higher",
    { clients: "16", depth: "1" },
    69_200,
    [0.006, 0.01, 0.02],
    [[0.55, 0.92]],
  ),
  metric(
    "fio-randread",
    "read.iops",
    "IOPS",
    "higher",
    { depth: "32", block: "4KiB" },
    364_000,
    [0.004, 0.008, 0.012],
    [],
  ),
  metric(
    "fio-randread",
    "read.latency.p99",
    "ms",
    "lower",
    { depth: "32", block: "4KiB" },
    1.9,
    [0.01, 0.02, 0.03],
    [
      [0.68, 1.2],
      [0.79, 1],
    ],
  ),
];

function metric(
  benchmark: string,
  name: string,
  unit: string,
  better: Better,
  parameters: Metric["parameters"],
  level: number,
  noise: Metric["noise"],
  steps: Metric["steps"],
): Metric {
  return { benchmark, metric: name, unit, better, parameters, level, noise, steps };
}

export interface Night {
  readonly sha: string;
  readonly parent: string | undefined;
  readonly at: Date;
  /** Part of the year that has passed, for the steps. */
  readonly when: number;
  readonly position?: number;
  readonly factors?: Readonly<Record<string, number>>;
  /** The second rig runs its new kernel. */
  readonly isRebuilt?: boolean;
  /** These rigs alone. */
  readonly rigs?: readonly string[];
  /** Releases of client and server where they are not the build itself, measured by a suite of its own. */
  readonly pair?: { readonly client: string; readonly server: string };
}

const IN_PAIRS = new Set(["read.bandwidth", "file-creation.rate"]);
const isRebuilt = (rig: string, night: Night): boolean => rig === REBUILT.rig && night.isRebuilt === true;

/** The two rigs at night: noise that the runs of a night share, noise of the run, noise of the repeats. */
export class Lab {
  readonly #random: Random;
  readonly #hex: (digits: number) => string;
  readonly #nights = new Map<string, number>();

  constructor(random: Random, hex: (digits: number) => string) {
    this.#random = random;
    this.#hex = hex;
  }

  night(night: Night, runs: number, cause: Cause = "scheduled"): RunDocument[] {
    return (night.rigs ?? RIGS).flatMap((rig) =>
      Array.from({ length: runs }, (_, index) => this.#run(rig, night, index, cause)),
    );
  }

  #run(rig: string, night: Night, index: number, cause: Cause): RunDocument {
    const block = `${night.at.toISOString().slice(0, 10)}${night.pair ? " interop" : ""}`;
    const startedAt = new Date(night.at.getTime() + index * 45 * 60_000);
    return {
      schema: "tarnish.run/1",
      id: `${this.#hex(8)}-${this.#hex(4)}-4${this.#hex(3)}-8${this.#hex(3)}-${this.#hex(12)}`,
      rig,
      suite: night.pair ? "interop" : "simulated",
      changeset: {
        sha: night.sha,
        branch: "master",
        ...(night.parent !== undefined && { parent: night.parent }),
        ...(night.position !== undefined && { position: night.position }),
      },
      block,
      cause,
      startedAt: startedAt.toISOString(),
      finishedAt: new Date(startedAt.getTime() + 40 * 60_000).toISOString(),
      complete: true,
      environment: { identity: { "cpu.model": "simulated" }, watch: isRebuilt(rig, night) ? REBUILT.watch : WATCH },
      ...(night.pair && { subject: { versions: { ...night.pair } } }),
      harness: { name: "tarnish-demo" },
      measurements: METRICS.filter((one) => !night.pair || IN_PAIRS.has(one.metric)).map((one) =>
        this.#measurement(rig, block, one, night),
      ),
    };
  }

  #measurement(rig: string, block: string, one: Metric, night: Night): Measurement {
    const { when, factors } = night;
    const { benchmark, metric: name, unit, better, parameters, level, noise, steps } = one;
    const step = steps.findLast(([from]) => when >= from)?.[1] ?? 1;
    const speed = isRebuilt(rig, night) ? REBUILT.speed : 1;
    const rigFactor = (rig === RIGS[0] ? 1 : 0.87) * (better === "higher" ? speed : 1 / speed);
    const [ofNight, ofRun, ofRepeat] = noise;
    const shift = this.#shared(`${rig} ${block} ${benchmark} ${name}`) * ofNight + this.#normal() * ofRun;
    const center = level * rigFactor * step * (factors?.[name] ?? 1) * Math.exp(shift);
    const values = Array.from({ length: 3 }, () =>
      Number((center * Math.exp(this.#normal() * ofRepeat)).toPrecision(6)),
    );
    return { benchmark, metric: name, unit, better, parameters, values };
  }

  /** What all runs of a night have in common. */
  #shared(key: string): number {
    const known = this.#nights.get(key);
    if (known !== undefined) return known;
    const drawn = this.#normal();
    this.#nights.set(key, drawn);
    return drawn;
  }

  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}
