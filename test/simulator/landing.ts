/** A landing as the gate meets it: many series on a few rigs, their history, the parent's runs, the candidate's. */
import type { LandingQuestion, SeriesQuestion } from "../../src/gate/landing.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/model/policy.ts";
import type { Series } from "../../src/model/series.ts";
import type { Random } from "./random.ts";
import { drawLaw, drawNights, type LawOptions, type SeriesLaw, simulateSeries, worseBy } from "./rig.ts";

export interface LandingOptions extends LawOptions {
  readonly series: number;
  readonly rigs?: number;
  /** Relative size by which series are worse, by the index of the series: what the candidate did, … */
  readonly candidateWorse?: (series: number) => number;
  /** … and what its parent did already, which the level does not know yet. */
  readonly parentWorse?: (series: number) => number;
  readonly tailSuspected?: boolean;
  readonly policy?: Policy;
}

export interface SimulatedLanding {
  readonly question: LandingQuestion;
  readonly laws: readonly SeriesLaw[];
}

/** Nights of history (each of a changeset of its own, the last one the parent's), one to three runs a night. */
const FEWEST_NIGHTS = 6;
const MOST_NIGHTS = 20;
/** Ten candidate runs in five nights, the parent interleaved in the first two. */
const CANDIDATE_NIGHTS = [2, 2, 2, 2, 2];
const PARENT_NIGHTS = [2, 2];

export function drawLanding(random: Random, options: LandingOptions): SimulatedLanding {
  const { series, rigs = 4, policy = DEFAULT_POLICY } = options;
  const laws: SeriesLaw[] = [];
  const questions: SeriesQuestion[] = [];
  for (let rig = 0; rig < rigs; rig++) {
    const historyNights = FEWEST_NIGHTS + Math.floor(random() * (MOST_NIGHTS - FEWEST_NIGHTS + 1));
    const perNight = Math.max(1 + Math.floor(3 * random()), Math.ceil(policy.baseline.runs / historyNights));
    const history = Array.from({ length: historyNights }, () => perNight);
    const nights = drawNights(random, historyNights + CANDIDATE_NIGHTS.length);
    for (let i = rig; i < series; i += rigs) {
      const law = drawLaw(random, options);
      laws.push(law);
      questions.push(drawSeries(random, { law, nights, history, index: i, rig }, options));
    }
  }
  return { laws, question: { policy, sha: "candidate", parentSha: "parent", series: questions, missing: [] } };
}

interface Place {
  readonly law: SeriesLaw;
  readonly nights: readonly number[];
  readonly history: readonly number[];
  readonly index: number;
  readonly rig: number;
}

function drawSeries(
  random: Random,
  { law, nights, history, index, rig }: Place,
  options: LandingOptions,
): SeriesQuestion {
  const measure = simulateSeries(random, law, nights);
  const parentFactor = worseBy(law, options.parentWorse?.(index) ?? 0);
  const candidateFactor = parentFactor * worseBy(law, options.candidateWorse?.(index) ?? 0);
  const [older = []] = measure(history.length - 1, [{ prefix: "level", runsPerBlock: history }]);
  const parentSide = { prefix: "parent", factor: parentFactor };
  const [last = []] = measure(1, [{ ...parentSide, runsPerBlock: history.slice(-1) }]);
  const [parent = [], candidate = []] = measure(CANDIDATE_NIGHTS.length, [
    { ...parentSide, runsPerBlock: PARENT_NIGHTS },
    { prefix: "candidate", factor: candidateFactor, runsPerBlock: CANDIDATE_NIGHTS },
  ]);
  return {
    series: seriesOf(index, `rig ${rig}`, law),
    role: "gating",
    baseline: [...older, ...last],
    baselineSha: "parent",
    parent: [...last, ...parent],
    candidate,
    tailSuspected: options.tailSuspected ?? false,
  };
}

const seriesOf = (index: number, rig: string, { better }: SeriesLaw): Series => ({
  id: index.toString(16).padStart(16, "0"),
  benchmark: `benchmark ${index}`,
  version: "",
  metric: better === "higher" ? "write.bandwidth" : "elapsed",
  parameters: {},
  rig,
  pairing: "",
  unit: better === "higher" ? "MiB/s" : "s",
  dimension: better === "higher" ? "bytes/time" : "time",
  better,
});

/** The same landing after this many candidate runs of each series. */
export const upTo = ({ series, ...landing }: LandingQuestion, runs: number): LandingQuestion => ({
  ...landing,
  series: series.map((one) => ({ ...one, candidate: one.candidate.slice(0, runs) })),
});
