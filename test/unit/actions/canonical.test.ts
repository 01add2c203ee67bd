/** The fast way to the RFC 8785 form and the library's give the same text, whatever the value. */
import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical } from "../../../src/actions/canonical.ts";

const key = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("1", "10", "02", "é", "\u20ac", "a", "B", "\ufb33", "\u{1f600}"),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, -0, 1e21, 1e-7, 4.5, 333333333.3333333, Number.MAX_VALUE, 5e-324),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5 }),
  ),
}));

test("whatever the value", () => {
  fc.assert(
    fc.property(value, (one) => {
      expect(canonical(one)).toBe(canonicalize(one));
    }),
    { numRuns: 2000 },
  );
});

test("the order of keys does not count, absent values do not either", () => {
  expect(canonical({ b: 1, a: [{ d: undefined, c: "x" }] })).toBe('{"a":[{"c":"x"}],"b":1}');
});
