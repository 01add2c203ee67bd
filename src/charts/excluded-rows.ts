/** Runs that never block, drawn hollow; far outside the picture they stand at its edge and point out of it. */
import type { ExcludedRow } from "./series-data.ts";
import type { Row } from "./spec.ts";
import { isDrawable } from "./value-axis.ts";

/** Drawn at least this share of the axis inside, clear of the releases' labels. */
const MARGIN = 0.085;

export function excludedRows(excluded: readonly ExcludedRow[], axis: { low: number; high: number }): Row[] {
  const margin = (axis.high - axis.low) * MARGIN;
  return excluded
    .filter(({ value }) => isDrawable(value))
    .map((row) => ({
      ...row,
      shown: Math.min(axis.high - margin, Math.max(axis.low + margin, row.value)),
      beyond: beyond(row.value, axis),
    }));
}

function beyond(value: number, { low, high }: { low: number; high: number }): "within" | "above" | "below" {
  if (value > high) return "above";
  return value < low ? "below" : "within";
}
