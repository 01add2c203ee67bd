/** What would the comparison have said of this series while nothing happened? Its quiet history, held against itself. */
import { studentTQuantile } from "../stats/student-t-quantile.ts";
import { comparisonOf, differenceOf, pNotWorseThan, pWorseThan, type Question } from "./comparison.ts";
import type { RunSample } from "./run-sample.ts";

export interface Replay {
  /** Pretended candidates that were compared with the rest of the history. */
  readonly rounds: number;
  /** Share of them said to have changed, at the question's confidence: nominal is 1 − confidence. */
  readonly falseAlarmRate: number;
  /** Share of them said to be worse than δ, at the same level one-sided. */
  readonly falseRedRate: number;
  /** Factor by which intervals have to be widened for the nominal rate to hold on this history; at least 1. */
  readonly widen: number;
}

/** Fewer rounds than this measure no rate. */
const FEWEST_ROUNDS = 5;

/**
 * Every stretch of `blocks` consecutive blocks in turn is the candidate, all other blocks are the baseline. The widening
 * is the conformal one: the ⌈(rounds + 1)·confidence⌉-th smallest ratio of |difference| to half an interval (Lei et al.
 * 2018, doi:10.1080/01621459.2017.1307116), the largest where rounds are too few for that. Null with too few blocks.
 */
export function replay(history: readonly RunSample[], question: Question, blocks: number): Replay | null {
  const names = [...new Set(history.map((run) => run.block))];
  const ratios: number[] = [];
  let [alarms, reds] = [0, 0];
  const tail = (1 - question.confidence) / 2;
  for (let from = 0; from + blocks <= names.length; from++) {
    const chosen = new Set(names.slice(from, from + blocks));
    const candidate = history.filter((run) => chosen.has(run.block));
    const comparison = comparisonOf(
      history.filter((run) => !chosen.has(run.block)),
      candidate,
      question,
    );
    const difference = differenceOf(comparison);
    if (difference === null) continue;
    const { worsening, variance, df } = difference;
    const ratio = Math.abs(worsening) / (studentTQuantile(tail, df) * Math.sqrt(variance));
    ratios.push(ratio);
    if (Math.min(pWorseThan(difference, 0), pNotWorseThan(difference, 0)) <= tail) alarms++;
    if (pWorseThan(difference, comparison.threshold) <= tail) reds++;
  }
  const rounds = ratios.length;
  if (rounds < FEWEST_ROUNDS) return null;
  ratios.sort((one, other) => one - other);
  const place = Math.min(rounds, Math.ceil((rounds + 1) * question.confidence));
  return {
    rounds,
    falseAlarmRate: alarms / rounds,
    falseRedRate: reds / rounds,
    widen: Math.max(1, ratios[place - 1] ?? 1),
  };
}
