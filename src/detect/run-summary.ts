/** What one run says in one series: the one figure that evidence is computed on (repeats share everything). */
import { median, sampleStandardDeviation } from "simple-statistics";
import type { Histogram, Measurement, Value } from "../model/run.ts";

export interface RunSummary {
  /** In the posted unit. */
  readonly value: number;
  readonly repeats: number;
  /** Standard deviation of the repeats (ddof 1), null when it cannot be known. */
  readonly spread: number | null;
  readonly low: number;
  readonly high: number;
  /** Why the figure must not be compared, "" when it may. */
  readonly suspect: string;
}

/**
 * The median of the repeats; the tool's own summary where it gives no more; a percentile of a histogram for a metric
 * that names one (`latency.p99`), its mean otherwise.
 */
export function summarizeRun(measurement: Measurement): RunSummary {
  const summary = bare(measurement);
  if (measurement.suspect === undefined) return summary;
  const reasons = [...measurement.suspect, ...(summary.suspect === "" ? [] : [summary.suspect])];
  return { ...summary, suspect: reasons.join("; ") };
}

/** Of measured values alone. */
export function summarizeValues(values: readonly number[]): RunSummary {
  const numbers = values as number[];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const spread = values.length > 1 ? sampleStandardDeviation(numbers) : null;
  return { value: median(numbers), repeats: values.length, spread, low, high, suspect: "" };
}

function bare({ values, summary, histogram, metric }: Measurement): RunSummary {
  if (values) return ofValues(values);
  if (histogram) return ofHistogram(histogram, metric);
  if (!summary) throw new TypeError("a measurement has values, a summary or a histogram");
  const { value, n, sd, min = value, max = value } = summary;
  return { value, repeats: n, spread: n > 1 ? (sd ?? null) : null, low: min, high: max, suspect: "" };
}

/** A duration that had not ended counts as longer than what it was watched for: its place in the order is known. */
function ofValues(values: readonly Value[]): RunSummary {
  if (values.every((value) => typeof value === "number")) return summarizeValues(values);
  const censored = values.filter((value) => typeof value !== "number").length;
  const numbers = values.map((value) => (typeof value === "number" ? value : value.censoredAt));
  const suspect = censored * 2 >= values.length ? `${censored} of ${values.length} repeats had not ended` : "";
  return { ...summarizeValues(numbers), spread: null, suspect };
}

function ofHistogram({ bounds, counts }: Histogram, metric: string): RunSummary {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const filled = bounds.filter((_, index) => (counts[index] ?? 0) > 0);
  const percentile = /(?:^|[._-])p(\d{1,2})(\d*)$/.exec(metric);
  const value = percentile
    ? quantile(bounds, counts, total * Number(`0.${percentile[1]?.padStart(2, "0")}${percentile[2]}`))
    : mean(bounds, counts, total);
  return { value, repeats: total, spread: null, low: filled[0] ?? value, high: filled.at(-1) ?? value, suspect: "" };
}

/** The upper bound of the bin in which the rank falls. */
function quantile(bounds: readonly number[], counts: readonly number[], rank: number): number {
  let seen = 0;
  for (const [index, bound] of bounds.entries()) {
    seen += counts[index] ?? 0;
    if (seen >= rank) return bound;
  }
  return bounds.at(-1) ?? Number.NaN;
}

function mean(bounds: readonly number[], counts: readonly number[], total: number): number {
  return bounds.reduce((sum, bound, index) => sum + bound * (counts[index] ?? 0), 0) / total;
}
