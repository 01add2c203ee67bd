/**
 * criterion.rs: what it prints (an estimate between its bounds, which are no repeats), and the messages of
 * cargo-criterion, whose samples are cumulative: time for so many iterations.
 */
import type { Measurement } from "../model/run.ts";
import { readCriterionMessages } from "./criterion-messages.ts";
import type { Format, Reading } from "./format.ts";
import { keyPaths } from "./json-shape.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { toName, toNumber } from "./tool-text.ts";

const TIME = /^(.*?)time: +\[[\d.]+ [pnuµμm]?s ([\d.]+) ([pnuµμm]?s) [\d.]+ [pnuµμm]?s\]\s*$/;
const SAMPLES = /^Benchmarking (.+): Collecting (\d+) samples/;
const OUTLIERS = /^Found \d+ outliers among (\d+) measurements/;
const MESSAGES = /^\{"reason":"(?:benchmark|group)-complete"/m;
const PICOSECONDS = 1000;

export const criterion: Format = {
  id: "criterion",
  recognizes: (text) =>
    MESSAGES.test(text) || / time: +\[[\d.]+ [pnuµμm]?s [\d.]+ /.test(text) || isEstimates(keyPaths(text)),
  read(text) {
    if (MESSAGES.test(text)) return readCriterionMessages(text);
    return isEstimates(keyPaths(text)) ? declineEstimates() : readText(text);
  },
};

const isEstimates = (paths: ReadonlySet<string>) =>
  paths.has("median_abs_dev.point_estimate") && paths.has("mean.point_estimate");

function declineEstimates(): Reading {
  const declined =
    "criterion's estimates.json does not name its benchmark: post what cargo bench printed, or the messages of cargo criterion --message-format=json.";
  return { tool: { name: "criterion" }, measurements: [], complete: false, skipped: [], context: {}, declined };
}

interface Estimate {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  n: number;
}

function readText(text: string): Reading {
  const skipped = skippedLines();
  const estimates = estimatesOf(text.split("\n"), skipped);
  const measurements = estimates.map(({ name, value, unit, n }): Measurement => {
    const inNanoseconds = unit === "ps" ? { unit: "ns", value: value / PICOSECONDS } : { unit, value };
    return {
      benchmark: toName(name),
      metric: "time",
      unit: inNanoseconds.unit,
      better: "lower",
      summary: { kind: "mean", value: inNanoseconds.value, n },
    };
  });
  const started = [...text.matchAll(/^Benchmarking .+: Collecting \d+ samples/gm)].length;
  return {
    tool: { name: "criterion" },
    measurements: tellApart(measurements),
    complete: measurements.length > 0 && started <= measurements.length && text.endsWith("\n"),
    skipped: skipped.list(),
    context: {},
  };
}

/** A long name stands on the line before its time. How many samples there were is said in several places, or not. */
function estimatesOf(lines: readonly string[], skipped: SkippedLines): Estimate[] {
  const estimates: Estimate[] = [];
  let samples = 1;
  lines.forEach((line, index) => {
    const [, named = "", value, unit] = (line.includes("time: ") && TIME.exec(line)) || [];
    samples = toNumber(SAMPLES.exec(line)?.[2]) ?? samples;
    const outliers = toNumber(OUTLIERS.exec(line)?.[1]);
    const last = estimates.at(-1);
    if (outliers !== undefined && last !== undefined) last.n = outliers;
    if (value === undefined || unit === undefined) {
      if (/ time: +\[/.test(line)) skipped.add(index + 1, "not a whole estimate", line);
      return;
    }
    const name = named.trim() || (lines[index - 1] ?? "").trim();
    estimates.push({ name, value: Number(value), unit, n: Math.max(1, samples) });
    samples = 1;
  });
  return estimates;
}
