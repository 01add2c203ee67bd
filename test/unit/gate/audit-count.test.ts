/** How many audited greens turned out red, with limits that hold what they say. */
import { expect, test } from "vitest";
import { auditCount, auditWords } from "../../../src/gate/audit-count.ts";
import type { VerdictWord } from "../../../src/model/verdict.ts";
import { wilsonInterval } from "../../../src/stats/wilson-interval.ts";

const audits = (words: Partial<Record<VerdictWord, number>>) =>
  auditCount(
    Object.entries(words).flatMap(([verdict, many]) =>
      Array.from({ length: many }, () => ({ verdict: verdict as VerdictWord })),
    ),
  );

test("what an audit leaves open is neither a false pass nor a right one", () => {
  const count = audits({ pass: 47, fail: 1, inconclusive: 2 });
  expect(count).toMatchObject({ audited: 50, green: 47, red: 1, open: 2 });
  expect(count.falsePasses?.value).toBeCloseTo(1 / 48, 12);
  expect(auditWords(count)).toBe(
    "50 greens measured again: 1 of 48 turned out red: 2.1 % (0.37 % to 11 %); 2 are open.",
  );
});

test("without an answer there is no rate", () => {
  expect(audits({}).falsePasses).toBeNull();
  expect(audits({ not_measured: 1 })).toMatchObject({ audited: 1, open: 1, falsePasses: null });
  expect(auditWords(audits({ not_measured: 1 }))).toBe("1 green measured again; 1 is open.");
  expect(auditWords(audits({}))).toBe("No green has been measured again yet.");
});

/** Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), Table I, method 3. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("the interval of %i in %i is the published one", (hits, of, low, high) => {
  const found = wilsonInterval(hits, of);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});
