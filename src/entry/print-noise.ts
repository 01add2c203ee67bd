/** What `tarnish rig noise` prints. */
import Table from "cli-table3";
import { formatQuantity } from "../model/unit.ts";
import { percent, type SeriesNoise } from "./noise-report.ts";

interface Noise {
  readonly sessions: number;
  readonly series: readonly SeriesNoise[];
  /** Settings of the machine that make figures wander. */
  readonly advice: readonly string[];
}

export function printNoise(noise: Noise, { json }: { readonly json?: boolean }): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(noise)}\n`);
    return;
  }
  const table = new Table({
    head: ["series", "level", "blocks", "runs", "repeats", "sees", "A B B A sees", "against itself"],
    style: { head: [], border: [], compact: true },
  });
  for (const one of noise.series) table.push(rowOf(one));
  const lines = [
    table.toString(),
    `Deviations of ${noise.sessions} sessions. "sees": the smallest change shown with 90 % power by five runs in three blocks, ten in three before.`,
    ...noise.series.flatMap(({ series, helps }) => (helps === null ? [] : [`${series}: ${helps}.`])),
    ...noise.advice.map((advice) => `This machine: ${advice}.`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function rowOf({ series, level, unit, block, run, repeat, minimumDetectableEffect, againstItself }: SeriesNoise) {
  const deviation = (part: number | null) => (part === null ? "unknown" : percent(part));
  const itself =
    againstItself?.scale === "ratio"
      ? `${againstItself.value.toFixed(3)}x (${againstItself.low.toFixed(3)} to ${againstItself.high.toFixed(3)})`
      : "";
  return [
    series,
    formatQuantity(level, unit),
    deviation(block),
    deviation(run),
    deviation(repeat),
    deviation(minimumDetectableEffect?.asIs ?? null),
    deviation(minimumDetectableEffect?.interleaved ?? null),
    itself,
  ];
}
