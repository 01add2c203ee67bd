/** What was declared of a series before it was measured, and did it come true? */
import type { Expectation } from "../model/landing.ts";
import type { Threshold } from "../model/policy.ts";
import type { Effect } from "../model/series.ts";
import { type Selectable, selects } from "./selects.ts";
import { inTerms, type Measured } from "./threshold.ts";
import { sizeWords } from "./words.ts";

/** An expectation of one series, with what was decided of its time. */
export interface Declared {
  readonly effect: Expectation["effect"];
  readonly upTo: Expectation["upTo"];
  readonly ticket: string;
  /** Declared after the first run of the ticket: it excuses nothing, a waiver might. */
  readonly isLate: boolean;
}

/** Of an expectation, what its declaration tells. */
export interface DatedExpectation extends Expectation {
  readonly isLate: boolean;
}

/** The first that means the series; one declared in time before one that was late. */
export function declaredOf(expects: readonly DatedExpectation[], ticket: string, series: Selectable): Declared | null {
  const mine = expects.filter((one) => selects(one, series));
  const found = mine.find(({ isLate }) => !isLate) ?? mine[0];
  return found === undefined ? null : { effect: found.effect, upTo: found.upTo, ticket, isLate: found.isLate };
}

/** A trade-off that was declared in time is what counts as material, where it is larger than the policy's threshold. */
export function withExpected(
  material: Threshold,
  declared: Declared | null | undefined,
  series: Measured,
  level: number | null,
): Threshold {
  if (!declared || declared.isLate || declared.effect !== "worse") return material;
  const expected = inTerms(declared.upTo, series, level);
  if (expected === undefined) return material;
  const difference = expected.difference ?? material.difference;
  return {
    ratio: Math.max(material.ratio, expected.ratio),
    ...(difference !== undefined && { difference: Math.max(difference, material.difference ?? 0) }),
  };
}

/** "expected: up to 8 % worse (LU-17)"; null where nothing was declared that counts here. */
export function expectedWords(declared: Declared | null | undefined): string | null {
  if (!declared) return null;
  const size = materialWords(declared.upTo);
  if (declared.isLate)
    return `of up to ${size} ${declared.effect} was declared after the first run (${declared.ticket}): that needs a waiver`;
  return `expected: up to ${size} ${declared.effect} (${declared.ticket})`;
}

/** An improvement that was expected and is not there: the interval still holds "no change". */
export function isMissed(
  declared: Declared | null | undefined,
  effect: Effect | null,
  better: "higher" | "lower",
): boolean {
  if (declared?.effect !== "better" || declared.isLate || effect === null) return false;
  const none = effect.scale === "ratio" ? 1 : 0;
  return better === "higher" ? effect.low <= none : effect.high >= none;
}

function materialWords({ ratio, amount }: Expectation["upTo"]): string {
  if (ratio !== undefined) return sizeWords(ratio, { scale: "ratio", unit: "" });
  return amount === undefined ? "anything" : `${amount.value} ${amount.unit}`;
}
