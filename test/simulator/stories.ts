/**
 * Three regressions of the Lustre file system as they happened, at their true sizes, replayed on a rig that runs the tip of
 * the branch every night. Sizes and dates are those of the commit messages of the fixes (git.whamcloud.com, fs/lustre-release).
 */
import { calibrate } from "../../src/detect/calibrate.ts";
import { analyzeSeries } from "../../src/detect/change-points.ts";
import { DEFAULT_POLICY } from "../../src/model/policy.ts";
import { Fleet } from "./fleet.ts";
import { seeded } from "./random.ts";
import type { RealLaw } from "./real-noise.ts";

export interface Story {
  readonly ticket: string;
  readonly what: string;
  /** Relative loss of the rate: 0.38 leaves 62 %. */
  readonly loss: number;
  readonly daysInLife: number;
  readonly guilty: string;
}

export const STORIES: readonly Story[] = [
  // 69,265 → 43,139 operations a second, the mean of three iterations of mdtest.
  { ticket: "LU-13520", what: "mdtest rate", loss: 1 - 43_139 / 69_265, daysInLife: 96, guilty: "b7cd65a3d1" },
  { ticket: "LU-17197", what: "rate", loss: 0.03, daysInLife: 365, guilty: "5243630b09d2" },
  { ticket: "LU-18463", what: "directory removal rate", loss: 0.28, daysInLife: 485, guilty: "2feb4a7bb0" },
];

/** Rigs by how rough their series are: the quantiles of real series (real-noise.ts), everything else at its median. */
export const RIGS = [
  { name: "a quiet rig (one series of ten is quieter)", width: 0.00428 },
  { name: "a good rig (one of four)", width: 0.00863 },
  { name: "a middling rig", width: 0.021 },
  { name: "a rough rig (three of four)", width: 0.0575 },
  { name: "a very rough rig (nine of ten)", width: 0.173 },
] as const;

const HISTORY = 60;
const PROMISED_NIGHTS = 7;
/** The branch landed some 1,200 changesets a year: three or four between two nights. */
export const LANDINGS_A_NIGHT = 3;
export const MOST_CANDIDATES = 10;
const BOOTS = [2, 1];

export interface Told {
  /** Nights after which the guilty changeset was among at most ten named; null where seven did not do. */
  readonly nights: number | null;
  readonly candidates: number | null;
  /** A change for the worse was named that the guilty changeset is no part of. */
  readonly isMisnamed: boolean;
  /** Relative size that two and seven such nights see, as the product says it of this history; null where it cannot say. */
  readonly sees: readonly number[] | null;
}

const lawOf = (width: number): RealLaw => ({
  level: 69_265,
  width,
  lasting: 0.27,
  boot: 0.18,
  together: 0.5,
  spikes: 0.0186,
  better: "higher",
});

export function tell({ loss }: Story, width: number, seed: number): Told {
  const fleet = new Fleet(seeded(seed), { series: 1, rigs: 1, lawOf: () => lawOf(width) });
  const nights = Array.from({ length: HISTORY + PROMISED_NIGHTS }, (_, night) =>
    oneNight(fleet, night < HISTORY ? 1 : 1 / (1 - loss)),
  );
  const points = nights.map((runs) => ({
    value: runs.map(({ value }) => value).sort((one, other) => one - other)[1] ?? Number.NaN,
    runs: runs.length,
    blocks: 1,
    spread: null,
  }));
  const sees = sightOf(nights.slice(0, HISTORY).flat());
  let isMisnamed = false;
  for (let after = 1; after <= PROMISED_NIGHTS; after++) {
    const { changes } = analyzeSeries(points.slice(0, HISTORY + after));
    const worse = changes.filter((change) => change.after < change.before && change.index >= HISTORY - PROMISED_NIGHTS);
    const right = worse.find(({ earliest, latest }) => earliest < HISTORY && HISTORY <= latest);
    isMisnamed ||= worse.length > 0 && right === undefined;
    const candidates = right ? (right.latest - right.earliest) * LANDINGS_A_NIGHT : Number.POSITIVE_INFINITY;
    if (candidates <= MOST_CANDIDATES) return { nights: after, candidates, isMisnamed, sees };
  }
  return { nights: null, candidates: null, isMisnamed, sees };
}

function oneNight(fleet: Fleet, slower: number) {
  fleet.nextNight();
  const night = String(fleet.night);
  return BOOTS.flatMap((count, ordinal) => {
    const boot = fleet.boot(ordinal);
    return fleet.series.flatMap((one) =>
      Array.from({ length: count }, () => ({ sha: night, block: night, value: fleet.run(one, boot, slower) })),
    );
  });
}

function sightOf(history: Parameters<typeof calibrate>[0]): number[] | null {
  const { threshold, priorBlockDeviation, power, falseGreenPerSeries } = DEFAULT_POLICY;
  const question = { better: "higher", threshold: threshold.default, unit: "1/s", priorBlockDeviation } as const;
  const plan = { alpha: falseGreenPerSeries, power, runsPerBlock: 3, blocks: [2, PROMISED_NIGHTS] };
  const calibration = calibrate(history, { ...question, confidence: 1 - 2 * falseGreenPerSeries }, plan);
  if (calibration.kind !== "calibrated" || calibration.scale !== "ratio") return null;
  return calibration.sight.map(({ minimumDetectableEffect }) => minimumDetectableEffect);
}
