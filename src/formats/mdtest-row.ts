/** One row of mdtest's table of rates. */
import { toNumber } from "./tool-text.ts";

export interface MdtestRow {
  /** "File creation", "Tree removal", "File create (stonewall)". */
  readonly operation: string;
  /** Operations per second, all four. Rows of a stonewall have the mean only. */
  readonly mean: number;
  readonly max?: number;
  readonly min?: number;
  readonly sd?: number;
}

const ROW = /^\s+((?:Directory|File|Tree) [a-z]+(?: \([a-z]+\))?)\s*:?\s+(\S.*)$/;

/**
 * The last four numbers are maximum, minimum, mean and standard deviation over the iterations (with
 * --showRankStatistics those over the ranks stand before them). All zero: the phase did not run.
 * Undefined for what is no row, or one that was cut or does not agree with itself.
 */
export function toMdtestRow(line: string): MdtestRow | "not measured" | undefined {
  const [, operation = "", rest = ""] = ROW.exec(line) ?? [];
  const cells = rest.trim().split(/\s+/);
  if (operation === "" || cells.length < 4 || !cells.every((cell) => cell === "NA" || /^\d+\.\d{3}$/.test(cell))) {
    return undefined;
  }
  const [max, min, mean, sd] = cells.slice(-4).map(toNumber);
  if (mean === undefined) return "not measured";
  if (max === undefined || min === undefined || sd === undefined)
    return mean > 0 ? { operation, mean } : "not measured";
  if (max === 0) return "not measured";
  const isOrdered = min <= mean && mean <= max;
  return isOrdered ? { operation, mean, max, min, sd } : undefined;
}
