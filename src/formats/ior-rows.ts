/** The rows of IOR's two tables: one repeat, and the summary of all repeats. Columns are found by their names. */
import type { Summary } from "../model/run.ts";
import { toNumber } from "./tool-text.ts";

export interface IorRepeat {
  readonly access: string;
  readonly bandwidth: number;
  readonly unit: string;
  readonly iops: number | undefined;
  readonly repeat: string;
}

/** Undefined for anything but a whole row of a write or a read with a bandwidth above 0. */
export function toRepeat(line: string, columns: readonly string[]): IorRepeat | undefined {
  const cells = line.split(/\s+/);
  const access = cells[0] ?? "";
  if (!/^(?:write|read)$/.test(access) || cells.length < columns.length) return undefined;
  const bandwidthColumn = columns.findIndex((name) => name.startsWith("bw("));
  const bandwidth = toNumber(cells[bandwidthColumn]);
  const repeat = cells[columns.indexOf("iter")] ?? "";
  const numbers = cells.slice(1, columns.length).every((cell) => cell === "-" || toNumber(cell) !== undefined);
  if (bandwidth === undefined || bandwidth <= 0 || !/^\d+$/.test(repeat) || !numbers) return undefined;
  const iops = toNumber(cells[columns.indexOf("IOPS")]);
  const unit = /^bw\(([KMGT]i?B\/s)\)$/.exec(columns[bandwidthColumn] ?? "")?.[1] ?? "MiB/s";
  return { access, bandwidth, unit, iops: iops !== undefined && iops > 0 ? iops : undefined, repeat };
}

/**
 * "write 1430.98 399.98 884.23 414.24 …": maximum, minimum, mean and standard deviation (over n, not n − 1) of the
 * bandwidth in MiB/s. `repetitions` is used where the row does not say how many there were.
 */
export function toSummary(
  line: string,
  columns: readonly string[],
  repetitions: number,
): { readonly access: string; readonly summary: Summary } | undefined {
  const cells = line.split(/\s+/);
  const access = cells[0] ?? "";
  const [max, min, value, sd] = cells.slice(1, 5).map(toNumber);
  const n = toNumber(cells[columns.indexOf("reps")]) ?? repetitions;
  if (!/^(?:write|read)$/.test(access) || !Number.isInteger(n) || n < 1) return undefined;
  if (max === undefined || min === undefined || value === undefined || sd === undefined) return undefined;
  if (value <= 0 || min > max || sd < 0) return undefined;
  return { access, summary: { kind: "mean", value, n, sd, min, max } };
}
