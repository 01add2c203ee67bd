/** Of two hosts that both take themselves for the writer, both see alike which of them is. */
import { expect, test } from "vitest";
import { FIRST_TERM, isLater, latestTerm } from "../../../src/model/term.ts";

test("the latest promotion begins the term, in whatever order they come; without any it is the first", () => {
  const promotions = [
    { id: "b", term: 1 },
    { id: "c", term: 2 },
    { id: "a", term: 2 },
  ];
  for (const order of [promotions, [...promotions].reverse()])
    expect(latestTerm(order)).toEqual({ term: 2, promotion: "c" });
  expect(latestTerm([])).toEqual(FIRST_TERM);
});

test("of any two terms that differ exactly one is the later, and none is later than itself", () => {
  const terms = [FIRST_TERM, ...[1, 2].flatMap((term) => ["a", "b"].map((promotion) => ({ term, promotion })))];
  for (const one of terms)
    for (const other of terms)
      expect(Number(isLater(one, other)) + Number(isLater(other, one))).toBe(one === other ? 0 : 1);
});
