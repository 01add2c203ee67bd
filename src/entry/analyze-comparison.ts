/** A baseline and a candidate of `analyze` → p, effect and verdict, under the default policy where nothing else is said. */
import { compareRuns, type Evidence, type Insufficiency, type Question, type RunSample } from "../detect/compare.ts";
import { type RawRun, toRunSamples } from "../detect/run-sample.ts";
import { DEFAULT_POLICY } from "../model/policy.ts";
import type { Better } from "../model/run.ts";
import type { VerdictWord } from "../model/verdict.ts";
import { type AskedLine, type BadLine, firstNotFinite } from "./asked-line.ts";

const CONFIDENCE = 0.95;

/** What a JSON line with `baseline` and `candidate` is answered; lower is better where `better` does not say otherwise. */
export function answerComparison(asked: AskedLine): Readonly<Record<string, unknown>> | BadLine {
  const fault = faultIn(asked);
  if (fault !== null) return { fault };
  const threshold = asked["threshold"] as number | undefined;
  const question = questionOf((asked["better"] as Better | undefined) ?? "lower", threshold);
  const evidence = compare(
    toRunSamples(asked["baseline"] as RawRun[]),
    toRunSamples(asked["candidate"] as RawRun[]),
    question,
  );
  if (evidence.kind === "insufficient") return { p: null, effect: null, verdict: verdictOf(evidence) };
  return { p: evidence.pTwoSided, effect: evidence.effect, verdict: verdictOf(evidence) };
}

export function questionOf(better: Better, threshold: number | undefined, unit = ""): Question {
  return {
    better,
    unit,
    threshold: threshold === undefined ? DEFAULT_POLICY.threshold.default : { ratio: threshold, difference: threshold },
    priorBlockDeviation: DEFAULT_POLICY.priorBlockDeviation,
    confidence: CONFIDENCE,
    power: DEFAULT_POLICY.power,
  };
}

export function compare(
  baseline: readonly RunSample[],
  candidate: readonly RunSample[],
  question: Question,
): Evidence | Insufficiency {
  return compareRuns(baseline, candidate, question);
}

/** Red at the policy's false-red rate for one series, green at its false-green rate, else undecided. */
export function verdictOf(evidence: Evidence | Insufficiency): VerdictWord {
  if (evidence.kind === "insufficient") return "inconclusive";
  if (evidence.pWorse <= DEFAULT_POLICY.falseRedPerLanding) return "fail";
  return evidence.pNotWorse <= DEFAULT_POLICY.falseGreenPerSeries ? "pass" : "inconclusive";
}

function faultIn(asked: AskedLine): string | null {
  const { better, threshold } = asked;
  if (better !== undefined && better !== "higher" && better !== "lower")
    return '"better" is neither "higher" nor "lower".';
  if (threshold !== undefined && !(typeof threshold === "number" && threshold > 0 && Number.isFinite(threshold))) {
    return '"threshold" is not a positive number; 0.05 is 5 %.';
  }
  return faultInSide(asked["baseline"], '"baseline"') ?? faultInSide(asked["candidate"], '"candidate"');
}

function faultInSide(side: unknown, name: string): string | null {
  if (!Array.isArray(side)) return `has no ${name}: [[repeats of a run], …].`;
  for (let i = 0; i < side.length; i++) {
    const run: unknown = side[i];
    const isObject = typeof run === "object" && run !== null && !Array.isArray(run);
    const values: unknown = isObject ? (run as AskedLine)["values"] : run;
    if (!Array.isArray(values))
      return `${name}[${i}] is neither an array of repeats nor {"block": …, "values": [ … ]}.`;
    const block = isObject ? (run as AskedLine)["block"] : undefined;
    if (block !== undefined && typeof block !== "string") return `${name}[${i}] has a "block" that is not a string.`;
    const fault = firstNotFinite(values, `${name}[${i}]`);
    if (fault !== null) return fault;
  }
  return null;
}
