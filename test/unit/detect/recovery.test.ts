/** When is a level back, and is a new loss the old one again? */
import { describe, expect, test } from "vitest";
import { cameBack } from "../../../src/detect/came-back.ts";
import { analyzeSeries } from "../../../src/detect/change-points.ts";
import { recoveryOf } from "../../../src/detect/recovery.ts";
import { normalSource } from "../stats/noise.ts";

/** Stretches of levels with 0.5 % noise, analysed. */
function analysed(...stretches: readonly (readonly [level: number, changesets: number])[]) {
  const noise = normalSource(7);
  const values = stretches.flatMap(([level, length]) => Array.from({ length }, () => level * (1 + 0.005 * noise())));
  return analyzeSeries(values.map((value) => ({ value, runs: 1, blocks: 1, spread: null })));
}

describe("recoveryOf", () => {
  test("a level that stays is not back", () => {
    expect(recoveryOf(analysed([100, 30], [90, 30]), 0)).toBeNull();
  });

  test("back at once, and back in two steps", () => {
    expect(recoveryOf(analysed([100, 60], [90, 50], [100, 60]), 0)).toBe(110);
    const inTwo = analysed([100, 60], [88, 50], [94, 50], [100, 60]);
    expect(recoveryOf(inTwo, 0)).toBe(160);
  });

  test("half of it back is not back", () => {
    expect(recoveryOf(analysed([100, 30], [80, 20], [90, 30]), 0)).toBeNull();
  });

  test("what comes after the recovery is another story", () => {
    const again = analysed([100, 60], [90, 50], [100, 50], [90, 50]);
    expect(recoveryOf(again, 0)).toBe(110);
    expect(recoveryOf(again, 2)).toBeNull();
  });
});

describe("cameBack", () => {
  const sized = (series: string, earliest: number, value: number) => ({
    ...{ series, earliest },
    effect: { scale: "ratio" as const, value },
  });
  const old = { id: "old", members: [sized("1", 5, 0.9), sized("2", 5, 0.9)] };

  test("the same series, by the same size, later", () => {
    expect(cameBack([sized("1", 40, 0.91), sized("2", 40, 0.89)], [old])).toBe("old");
  });

  test.each([
    ["half of the series of another cause", [sized("1", 40, 0.9), sized("3", 40, 0.9), sized("4", 40, 0.9)]],
    ["another size", [sized("1", 40, 0.7), sized("2", 40, 0.7)]],
    ["earlier", [sized("1", 2, 0.9), sized("2", 2, 0.9)]],
    ["other series", [sized("8", 40, 0.9)]],
  ])("not with %s", (_, now) => {
    expect(cameBack(now, [old])).toBeNull();
  });

  test("of several the latest", () => {
    const newer = { id: "newer", members: [sized("1", 20, 0.9)] };
    expect(cameBack([sized("1", 40, 0.9)], [old, newer])).toBe("newer");
  });
});
