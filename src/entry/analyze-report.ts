/** What `analyze` found, as JSON for programs and as a table for people. */
import { analyzeSeries } from "../detect/change-points.ts";
import type { ChangePoint, Effect, SeriesAnalysis } from "../model/series.ts";
import type { Metric } from "./metric-table.ts";

export interface AnalyzedMetric extends SeriesAnalysis {
  readonly metric: string;
  readonly unit: string;
  readonly better: string;
  /** Nobody said which direction is better: it is taken from the name and the unit. */
  readonly isDirectionAssumed: boolean;
  readonly points: number;
  readonly changes: readonly LabelledChange[];
}

export interface LabelledChange extends ChangePoint {
  /** First changeset of the new level, and all that may have caused it, in landing order. */
  readonly changeset: string;
  readonly candidates: readonly string[];
  readonly direction: "better" | "worse";
}

export function analyzeMetric(metric: Metric): AnalyzedMetric {
  const { name, unit, better, isAssumed, labels, points } = metric;
  const analysis = analyzeSeries(points, { unit, findings: true });
  const changes = analysis.changes.map((change): LabelledChange => {
    const isBetter = change.after > change.before === (better === "higher");
    return {
      ...change,
      changeset: labels[change.index] ?? "",
      candidates: labels.slice(change.earliest + 1, change.latest + 1),
      direction: isBetter ? "better" : "worse",
    };
  });
  return { metric: name, unit, better, isDirectionAssumed: isAssumed, points: points.length, ...analysis, changes };
}

export async function analysisTable(analyzed: readonly AnalyzedMetric[]): Promise<string> {
  const { default: Table } = await import("cli-table3");
  const table = new Table({
    head: ["metric", "changed at", "before", "after", "change", "95 % interval", "state", "one of"],
    style: { head: [], border: [], compact: true },
  });
  for (const { metric, unit, changes } of analyzed) {
    for (const change of changes) {
      const { changeset, before, after, effect, state, direction, candidates } = change;
      const levels = [before, after].map((value) => `${short(value)}${unit && ` ${unit}`}`);
      const size = `${sized(effect, effect.value)} ${direction}`;
      const interval = `${sized(effect, effect.low)} to ${sized(effect, effect.high)}`;
      table.push([metric, changeset, ...levels, size, interval, state, few(candidates)]);
    }
  }
  const quiet = analyzed.filter(({ changes }) => changes.length === 0);
  const lines = quiet.map(({ metric, points, levels: [level] }) => {
    const at = level === undefined ? "" : ` at ${short(level.value)}`;
    return `${metric}: no change in ${points} points${at}`;
  });
  const loud = quiet.length < analyzed.length ? [table.toString()] : [];
  const noticed = analyzed.flatMap(({ metric, findings }) => findings.map(({ text }) => `${metric}: ${text}`));
  return `${[...loud, ...lines, ...noticed, ...assumptions(analyzed)].join("\n")}\n`;
}

/** A direction that nobody said turns a loss into a gain where it is wrong. */
function assumptions(analyzed: readonly AnalyzedMetric[]): string[] {
  const taken = analyzed.filter(({ isDirectionAssumed, changes }) => isDirectionAssumed && changes.length > 0);
  if (taken.length === 0) return [];
  const said = ["higher", "lower"].flatMap((direction) => {
    const names = taken.filter(({ better }) => better === direction).map(({ metric }) => metric);
    return names.length > 0 ? [`${direction} is better for ${names.join(", ")}`] : [];
  });
  return [`Taken from names and units: ${said.join("; ")}. Say otherwise with --higher and --lower.`];
}

/** What is left of equal numbers after a logarithm and its inverse. */
const ROUNDING_PERCENT = 1e-9;

/** "+5.1 %" for a ratio, "−3.2 ms" for a difference, "+0.4 points" for proportions. */
export function sized({ scale, unit }: Effect, value: number): string {
  const exact = scale === "ratio" ? 100 * (value - 1) : value;
  const amount = scale === "ratio" && Math.abs(exact) < ROUNDING_PERCENT ? 0 : exact;
  const word = { ratio: "%", points: "points", difference: unit }[scale];
  return `${amount < 0 ? "−" : "+"}${short(Math.abs(amount), scale === "ratio" ? 3 : 4)} ${word}`.trimEnd();
}

function short(value: number, digits = 5): string {
  const text = value.toPrecision(digits);
  return text.includes("e") ? String(Number(text)) : text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

function few(labels: readonly string[]): string {
  if (labels.length <= 2) return labels.join(", ");
  return `${labels[0]} … ${labels[labels.length - 1]} (${labels.length})`;
}
