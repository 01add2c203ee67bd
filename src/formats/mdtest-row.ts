/** One row of mdtest's table of rates, and whether the table has all of them. */
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
 * --showRankStatistics those over the ranks stand before them). All zero: the phase did not run, `isMeasured` is false.
 * Undefined for what is no row, or one that was cut or does not agree with itself.
 */
export function toMdtestRow(line: string): (MdtestRow & { readonly isMeasured: boolean }) | undefined {
  const [, operation = "", rest = ""] = ROW.exec(line) ?? [];
  const cells = rest.trim().split(/\s+/);
  if (operation === "" || cells.length < 4 || !cells.every((cell) => cell === "NA" || /^\d+\.\d{3}$/.test(cell))) {
    return undefined;
  }
  const [max, min, mean = 0, sd] = cells.slice(-4).map(toNumber);
  if (max === undefined || min === undefined || sd === undefined) return { operation, mean, isMeasured: mean > 0 };
  const isOrdered = min <= mean && mean <= max;
  return isOrdered ? { operation, mean, max, min, sd, isMeasured: max > 0 } : undefined;
}

/** Every version prints these, with zeros for a phase that did not run. */
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  Directory: ["Directory creation", "Directory stat", "Directory removal"],
  File: ["File creation", "File stat", "File read", "File removal"],
  Tree: ["Tree creation", "Tree removal"],
};

/** `printed` are the operations of the table; -F leaves the directories out, -D the files. */
export function hasAllRows(printed: readonly string[], isFilesOnly: boolean, isDirectoriesOnly: boolean): boolean {
  const has = (family: string) => printed.some((operation) => operation.startsWith(family));
  const isWhole = (family: string) => ALWAYS[family]?.every((operation) => printed.includes(operation));
  const families = ["Tree", ...(isFilesOnly ? [] : ["Directory"]), ...(isDirectoriesOnly ? [] : ["File"])];
  const seen = ["Directory", "File"].filter(has);
  return seen.length > 0 && [...families, ...seen].every(isWhole);
}
