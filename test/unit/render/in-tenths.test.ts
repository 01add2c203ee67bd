import fc from "fast-check";
import { expect, test } from "vitest";
import { inTenths } from "../../../src/render/in-tenths.ts";

test("numbers keep a tenth, and what stands between them stays", () => {
  expect(inTenths("M0.0499,-12.34L3,4.5A17.96,0.05")).toBe("M0,-12.3L3,4.5A18,0.1");
  expect(inTenths("translate(-0.04,-0.06)")).toBe("translate(0,-0.1)");
  expect(inTenths("0 0 1120 390")).toBe("0 0 1120 390");
});

test("each is the tenth that is nearest to it", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (value) => {
      const tidied = inTenths(value.toFixed(7));
      expect(tidied).toMatch(/^-?\d+(\.[1-9])?$/);
      expect(tidied).not.toBe("-0");
      expect(Math.abs(Number(tidied) - value)).toBeLessThanOrEqual(0.05 + 1e-5);
    }),
    { seed: 3 },
  );
});
