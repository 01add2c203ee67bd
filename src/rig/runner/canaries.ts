/** What the lower layers of this rig measured before: a shift that no changeset explains is a drift of the rig. */
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { seriesKey } from "../../formats/tell-apart.ts";
import type { Measurement } from "../../model/run.ts";

export interface CanaryPoint {
  readonly block: string;
  /** One figure a session: the median of its repeats. */
  readonly value: number;
}

/** In words, what moved; undefined where nothing did. */
export type ShiftOf = (
  before: readonly CanaryPoint[],
  now: CanaryPoint,
  measurement: Measurement,
) => string | undefined;

export interface CanaryBook {
  /**
   * Compares a session's canaries with those before it under the same facts, and keeps those that did not move: a drift
   * is a drift until a person accepts it.
   */
  shifts(measurements: readonly Measurement[], at: { readonly epoch: string; readonly block: string }): string[];
}

interface Kept extends CanaryPoint {
  readonly epoch: string;
  readonly series: string;
}

/** As many sessions as say what the rig is like. */
const MOST_POINTS = 200;

export function openCanaries(file: string, shiftOf: ShiftOf): CanaryBook {
  return {
    shifts(measurements, { epoch, block }) {
      const kept = read(file);
      return measurements.flatMap((measurement) => {
        const value = figureOf(measurement);
        if (value === undefined) return [];
        const series = seriesKey(measurement);
        const before = kept.filter((one) => one.epoch === epoch && one.series === series).slice(-MOST_POINTS);
        const shift = shiftOf(before, { block, value }, measurement);
        if (shift !== undefined) return [shift];
        keep(file, { epoch, series, block, value });
        return [];
      });
    },
  };
}

function figureOf({ values, summary }: Measurement): number | undefined {
  const numbers = (values ?? []).filter((value) => typeof value === "number").sort((a, b) => a - b);
  const middle = numbers.length / 2;
  if (numbers.length === 0) return summary?.value;
  return ((numbers[Math.floor(middle)] ?? 0) + (numbers[Math.ceil(middle) - 1] ?? 0)) / 2;
}

function keep(file: string, point: Kept): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(point)}\n`);
}

function read(file: string): Kept[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line): Kept[] => {
    try {
      return line === "" ? [] : [JSON.parse(line) as Kept];
    } catch {
      return [];
    }
  });
}
