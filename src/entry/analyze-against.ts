/** `analyze FILE --against OLDER`: every row a run, the metrics that both files have compared under the default policy. */
import { toRunSamples } from "../detect/run-sample.ts";
import type { Effect } from "../model/series.ts";
import type { Need, VerdictWord } from "../model/verdict.ts";
import { compare, questionOf, verdictOf } from "./analyze-comparison.ts";
import { sized } from "./analyze-report.ts";
import { exitCodeOfVerdict } from "./exit.ts";
import type { Metric } from "./metric-table.ts";

export interface ComparedMetric {
  readonly metric: string;
  readonly unit: string;
  readonly better: string;
  readonly baselineRuns: number;
  readonly candidateRuns: number;
  readonly verdict: VerdictWord;
  readonly effect: Effect | null;
  readonly p: number | null;
  readonly need: Need | null;
  readonly why: string;
}

/** Rows carry no block, so each run counts as a block of its own. */
export function compareMetric(before: Metric, after: Metric, threshold: number | undefined): ComparedMetric {
  const { name, unit, better } = after;
  const runs = ({ values }: Metric) => toRunSamples(values.map((value) => [value]));
  const question = questionOf(better, threshold, unit);
  const evidence = compare(runs(before), runs(after), question);
  const verdict = verdictOf(evidence);
  const sides = { baselineRuns: before.values.length, candidateRuns: after.values.length };
  const common = { metric: name, unit, better, ...sides, verdict };
  if (evidence.kind === "insufficient") return { ...common, effect: null, p: null, need: null, why: evidence.text };
  const { effect, pTwoSided, need, warnings } = evidence;
  return { ...common, effect, p: pTwoSided, need, why: warnings.map(({ text }) => text).join(" ") };
}

/** The landing's order: worst first decides. */
export function exitCodeOfComparison(compared: readonly ComparedMetric[]): number {
  const words = compared.map(({ verdict }) => verdict);
  const worst = (["fail", "inconclusive", "pass"] as const).find((word) => words.includes(word)) ?? "not_measured";
  return exitCodeOfVerdict(worst);
}

export async function comparisonTable(compared: readonly ComparedMetric[]): Promise<string> {
  const { default: Table } = await import("cli-table3");
  const table = new Table({
    head: ["metric", "better", "runs", "change", "95 % interval", "p", "verdict"],
    style: { head: [], border: [], compact: true },
  });
  for (const { metric, better, baselineRuns, candidateRuns, effect, p, verdict } of compared) {
    const change = effect === null ? "" : sized(effect, effect.value);
    const interval = effect === null ? "" : `${sized(effect, effect.low)} to ${sized(effect, effect.high)}`;
    table.push([
      metric,
      better,
      `${baselineRuns} → ${candidateRuns}`,
      change,
      interval,
      p?.toPrecision(2) ?? "",
      verdict,
    ]);
  }
  return `${table.toString()}\n`;
}
