/** A year that never was: landings of a simulated project and what two simulated rigs measured, from one seed. */
import type { Changeset, Release } from "../model/changeset.ts";
import type { Better, Cause, Measurement, RunDocument } from "../model/run.ts";

/** Uniform on [0, 1). */
export type Random = () => number;

export interface DemoYear {
  readonly changesets: readonly Changeset[];
  readonly releases: readonly Release[];
  readonly runs: readonly RunDocument[];
  /** What the gate is asked at the end, with what was planted. */
  readonly candidates: readonly { readonly sha: string; readonly story: string }[];
}

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
const LANDINGS = 182;
const DAY = 86_400_000;
/** Two landings are one night's work for a rig. */
const SPACING = 2 * DAY;
const RELEASES = [0.22, 0.47, 0.72, 0.94];

const METRICS: readonly Metric[] = [
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

/** `end`: the last night of the year. */
export function demoYear(random: Random, end: Date): DemoYear {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const landings = Array.from({ length: LANDINGS }, () => hex(40));
  const nightOf = (index: number) => new Date(end.getTime() - (LANDINGS - 1 - index) * SPACING - 4 * DAY);
  const changesets = landings.map((sha, index) => landed(sha, landings[index - 1], index, nightOf(index)));
  const lab = new Lab(random, hex);
  const runs = landings.flatMap((sha, index) =>
    lab.night({ sha, parent: landings[index - 1], at: nightOf(index), when: index / LANDINGS, position: index + 1 }, 2),
  );
  const tip = landings.at(-1) ?? "";
  const tried = candidates(hex, tip);
  for (const { sha, factors, nights } of tried) {
    for (let night = 0; night < nights; night++) {
      const at = new Date(end.getTime() - (nights - night) * DAY);
      runs.push(...lab.night({ sha, parent: tip, at, when: 1, factors }, nights === 1 ? 6 : 2));
      runs.push(...lab.night({ sha: tip, parent: landings.at(-2), at, when: 1, position: LANDINGS }, 1, "confirm"));
    }
  }
  const branch = "master";
  const releases = RELEASES.map((when, index) => ({
    tag: `sim-1.${index}`,
    sha: landings[Math.floor(when * LANDINGS)] ?? tip,
    branch,
    releasedAt: nightOf(Math.floor(when * LANDINGS)).toISOString(),
  }));
  const unlanded = tried.map(({ sha, subject }) => ({ sha, parent: tip, branch, subject }));
  return {
    changesets: [...changesets, ...unlanded],
    releases,
    runs,
    candidates: tried.map(({ sha, story }) => ({ sha, story })),
  };
}

function landed(sha: string, parent: string | undefined, index: number, at: Date): Changeset {
  const planted = METRICS.flatMap(({ benchmark, metric: name, steps }) =>
    steps.filter(([when]) => Math.ceil(when * LANDINGS) === index).map(() => `${benchmark} ${name}`),
  );
  const subject = `simulated change ${index + 1}${planted.length > 0 ? ` (moves ${planted.join(", ")})` : ""}`;
  return {
    sha,
    branch: "master",
    position: index + 1,
    committedAt: at.toISOString(),
    subject,
    ...(parent !== undefined && { parent }),
  };
}

interface Candidate {
  readonly sha: string;
  readonly subject: string;
  readonly story: string;
  readonly nights: number;
  readonly factors: Readonly<Record<string, number>>;
}

function candidates(hex: (digits: number) => string, tip: string): Candidate[] {
  const one = (subject: string, story: string, nights: number, factors: Candidate["factors"] = {}) => ({
    sha: hex(40),
    subject,
    story,
    nights,
    factors,
  });
  const short = tip.slice(0, 10);
  return [
    one("simulated candidate: nothing slower", `nothing planted, three nights on two rigs, on top of ${short}`, 3),
    one("simulated candidate: writes slower", "writes 15 % slower, three nights on two rigs", 3, {
      "write.bandwidth": 0.85,
    }),
    one(
      "simulated candidate: creation slower, one night",
      "file creation 20 % slower, but measured in one night only",
      1,
      { "file-creation.rate": 0.8 },
    ),
    one("simulated candidate: not measured", "nobody measured it", 0),
  ];
}

interface Night {
  readonly sha: string;
  readonly parent: string | undefined;
  readonly at: Date;
  /** Part of the year that has passed, for the steps. */
  readonly when: number;
  readonly position?: number;
  readonly factors?: Readonly<Record<string, number>>;
}

/** The two rigs at night: noise that the runs of a night share, noise of the run, noise of the repeats. */
class Lab {
  readonly #random: Random;
  readonly #hex: (digits: number) => string;
  readonly #nights = new Map<string, number>();

  constructor(random: Random, hex: (digits: number) => string) {
    this.#random = random;
    this.#hex = hex;
  }

  night(night: Night, runs: number, cause: Cause = "scheduled"): RunDocument[] {
    return RIGS.flatMap((rig) => Array.from({ length: runs }, (_, index) => this.#run(rig, night, index, cause)));
  }

  #run(rig: string, night: Night, index: number, cause: Cause): RunDocument {
    const block = night.at.toISOString().slice(0, 10);
    const startedAt = new Date(night.at.getTime() + index * 45 * 60_000);
    return {
      schema: "tarnish.run/1",
      id: `${this.#hex(8)}-${this.#hex(4)}-4${this.#hex(3)}-8${this.#hex(3)}-${this.#hex(12)}`,
      rig,
      suite: "simulated",
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
      environment: { identity: { "cpu.model": "simulated" }, watch: { kernel: "6.1.0-sim" } },
      harness: { name: "tarnish-demo" },
      measurements: METRICS.map((one) => this.#measurement(rig, block, one, night)),
    };
  }

  #measurement(rig: string, block: string, one: Metric, { when, factors }: Night): Measurement {
    const { benchmark, metric: name, unit, better, parameters, level, noise, steps } = one;
    const step = steps.findLast(([from]) => when >= from)?.[1] ?? 1;
    const rigFactor = rig === RIGS[0] ? 1 : 0.87;
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
