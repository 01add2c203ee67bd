/** Landings small enough to read: one series, runs of one or two per cent of noise, every number drawn from a seed. */
import type { GateRun, LandingQuestion, SeriesQuestion } from "../../../src/gate/landing.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import type { Series } from "../../../src/model/series.ts";
import { normal, type Random, seeded } from "../../simulator/random.ts";

export const SERIES: Series = {
  id: "00000000000000aa",
  benchmark: "ior-easy",
  version: "4.0.0",
  metric: "write.bandwidth",
  parameters: { clients: "16" },
  rig: "opensfs-a",
  pairing: "",
  unit: "MiB/s",
  dimension: "bytes/time",
  better: "higher",
};

export interface Draw {
  readonly name: string;
  /** Runs in each block. */
  readonly perBlock: readonly number[];
  readonly factor?: number;
  /** Relative standard deviation of runs, and of blocks. */
  readonly run?: number;
  readonly block?: number;
}

export function drawRuns(rng: Random, { name, perBlock, factor = 1, run = 0.01, block = 0 }: Draw): GateRun[] {
  return perBlock.flatMap((runs, i) => {
    const shared = block * normal(rng);
    return Array.from({ length: runs }, (_, k) => ({
      run: `${name} ${i}.${k}`,
      block: `${name} ${i}`,
      value: 2000 * factor * Math.exp(shared + run * normal(rng)),
    }));
  });
}

/** Twelve scheduled runs of the parent over four blocks, and a candidate that does as it is told. */
export function oneSeries(candidate: Partial<Draw>, more: Partial<SeriesQuestion> = {}, seed = 1): SeriesQuestion {
  const rng = seeded(seed);
  const baseline = drawRuns(rng, { name: "level", perBlock: [3, 3, 3, 3] });
  return {
    series: SERIES,
    role: "gating",
    baseline,
    baselineSha: "parent",
    parent: baseline,
    candidate: drawRuns(rng, { name: "candidate", perBlock: [2, 2, 2], ...candidate }),
    ...more,
  };
}

export const landingOf = (series: readonly SeriesQuestion[], more: Partial<LandingQuestion> = {}): LandingQuestion => ({
  policy: DEFAULT_POLICY,
  sha: "candidate",
  parentSha: "parent",
  series,
  missing: [],
  ...more,
});
