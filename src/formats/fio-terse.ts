/**
 * fio's terse output (`--output-format=terse`), versions 3, 4 and 5: one line a job, fields counted by position.
 * Bandwidth is KiB/s, times are µs.
 */
import type { Measurement } from "../model/run.ts";
import type { Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { toNumber } from "./tool-text.ts";

export const FIO_TERSE = /^([345]);fio-(\d[^;]*);/m;

/** Version, fio's version, job, group, error; then a block of fields for each direction. */
const HEAD = 5;
/** Version 5 also counts samples of bandwidth and gives the spread of I/O rates. */
const FIELDS_OF_DIRECTION: Readonly<Record<string, number>> = { "3": 41, "4": 41, "5": 47 };
const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  "3": ["read", "write"],
  "4": ["read", "write", "trim"],
  "5": ["read", "write", "trim"],
};
/** Processor, depths and latencies, which follow the directions. */
const FIELDS_AT_THE_END = 34;

export function readFioTerse(text: string): Reading {
  const skipped = skippedLines();
  const lines = text.split("\n");
  const measurements: Measurement[] = [];
  let isBroken = false;
  lines.forEach((line, index) => {
    const [, terse = "", version = ""] = FIO_TERSE.exec(line) ?? [];
    if (terse === "") {
      if (line.trim() === "") return;
      isBroken ||= index === lines.length - 1;
      skipped.add(index + 1, "not a job", line);
      return;
    }
    const cells = line.trim().split(";");
    const size = FIELDS_OF_DIRECTION[terse] ?? 0;
    const directions = DIRECTIONS[terse] ?? [];
    if (cells.length < HEAD + directions.length * size + FIELDS_AT_THE_END) {
      isBroken = true;
      skipped.add(index + 1, "a job that breaks off", line);
      return;
    }
    isBroken ||= toNumber(cells[4]) !== 0;
    for (const [place, direction] of directions.entries()) {
      const from = HEAD + place * size;
      measurements.push(...ofDirection(direction, cells.slice(from, from + size), cells, version));
    }
  });
  const version = FIO_TERSE.exec(text)?.[2];
  return {
    tool: version === undefined ? { name: "fio" } : { name: "fio", version },
    measurements: tellApart(measurements),
    complete: measurements.length > 0 && !isBroken,
    skipped: skipped.list(),
    context: {},
  };
}

function ofDirection(
  direction: string,
  fields: readonly string[],
  cells: readonly string[],
  version: string,
): Measurement[] {
  const [moved, bandwidth, iops] = fields.map(toNumber);
  if (moved === undefined || moved <= 0) return [];
  const p99 = fields.find((field) => /^99\.0+%=/.test(field))?.replace(/^.*=/, "");
  const found: [metric: string, unit: string, better: Measurement["better"], value: number | undefined][] = [
    ["bandwidth", "KiB/s", "higher", bandwidth],
    ["iops", "ops/s", "higher", iops],
    ["clat.mean", "us", "lower", toNumber(fields[10])],
    ["clat.p99", "us", "lower", toNumber(p99)],
  ];
  const error = toNumber(cells[4]);
  return found.flatMap(([metric, unit, better, value]) =>
    value === undefined || value <= 0
      ? []
      : [
          {
            benchmark: "fio",
            version,
            metric: `${direction}.${metric}`,
            unit,
            better,
            parameters: { job: cells[2] ?? "" },
            values: [value],
            ...(error === 0 ? {} : { suspect: [`fio ended this job with error ${cells[4]}`] }),
          },
        ],
  );
}
