/** One line of `analyze --jsonl`, and what can be wrong with it. */

/** What is wrong with a line, in one sentence without its number. */
export interface BadLine {
  readonly fault: string;
}

export type AskedLine = Readonly<Record<string, unknown>>;

/** What is wrong with the first entry that is no finite number; null when all are. */
export function firstNotFinite(values: readonly unknown[], name: string): string | null {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== "number") return `${name}[${i}] is ${JSON.stringify(value)}, not a number.`;
    if (!Number.isFinite(value)) return `${name}[${i}] is infinite; a value must be a finite double.`;
  }
  return null;
}
