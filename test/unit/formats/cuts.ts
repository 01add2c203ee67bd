/** What a cut file may say, and what it must not. */
import type { Measurement } from "../../../src/model/run.ts";
import type { Sample } from "./fixtures.ts";

/** Outputs that do not say how many rows there should be. */
const ENDLESS =
  /\.csv$|\.jsonl$|^(?:auster|cargo-bench|criterion|pgbench)\/|-csv\.txt$|^(?:createmany|mdsrate|lst|[a-z]+-survey)\/|terse/;

/** Cut between two rows, they look whole. */
export function mayLookWhole({ name, text }: Sample, length: number): boolean {
  return ENDLESS.test(name.replace("samples/", "")) && [text[length - 1], text[length]].includes("\n");
}

/**
 * Outputs whose earlier figures are not those of the end: interim reports, a ramp-up that counts only when nothing
 * follows it, a changeset's message that is known by its last lines. Cut, they may say others, and are not complete.
 */
export function maySayOthers({ name, text }: Sample, length: number, isComplete: boolean): boolean {
  const isOfThese = /status-interval|lst\/|lustre-commits/.test(name);
  return isOfThese && (!isComplete || mayLookWhole({ name, text }, length));
}

/** Every number that a measurement says. */
export const numbersOf = ({ values, summary }: Measurement): number[] => [
  ...(values ?? []).map(Number),
  ...Object.values(summary ?? {}).filter((value) => typeof value === "number"),
];
