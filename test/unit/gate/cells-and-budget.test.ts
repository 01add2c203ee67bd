/** Required cells, roles of series, when a baseline arms, and the creep budget: small rules, every case of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { armingOf } from "../../../src/gate/arming.ts";
import { creepBudget, type Spending } from "../../../src/gate/creep-spending.ts";
import { type CellAsk, missingCells, roleOf } from "../../../src/gate/required-cells.ts";
import type { RequiredCell } from "../../../src/model/policy.ts";
import { SERIES } from "./rig.ts";

const on = (rig: string, labels: string[] = ["nvme"], more = {}) => ({ ...SERIES, rig, labels, ...more });
const ask = (measured: CellAsk["measured"], more: Partial<CellAsk> = {}): CellAsk => ({
  measured,
  rigs: ["a", "b", "c"].map((rig) => ({ rig, labels: ["nvme"], awayUntil: null })),
  until: (hours) => `${hours} h later`,
  ...more,
});
const cell: RequiredCell = { name: "two", label: "nvme", rigs: 2, benchmarks: ["ior-easy"], withinHours: 48 };

describe("a required cell", () => {
  test("is served by any rigs of its label, enough of them", () => {
    expect(missingCells([cell], ask([on("a"), on("c")]))).toEqual([]);
    expect(missingCells([cell], ask([on("a"), on("a", ["nvme"], { metric: "read.bandwidth" })]))).toHaveLength(1);
    expect(missingCells([cell], ask([on("a"), on("x", ["disk"])]))).toHaveLength(1);
  });

  test("that nobody serves says which rigs could, and until when", () => {
    expect(missingCells([cell], ask([on("a")]))).toEqual([
      {
        what: "ior-easy on 2 rigs labelled nvme (cell two)",
        why: "a measured it, 2 must; b, c could serve it until 48 h later",
        cell: "two",
        rigs: ["b", "c"],
        until: "48 h later",
      },
    ]);
  });

  test("before the first run nobody is late; a rig that is away serves nothing, and is named", () => {
    const rigs = [
      { rig: "a", labels: ["nvme"], awayUntil: "2026-10-09" },
      { rig: "d", labels: ["disk"], awayUntil: null },
    ];
    const [missing] = missingCells([cell], ask([], { rigs, until: () => null }));
    expect(missing).toMatchObject({ rigs: [], until: null });
    expect(missing?.why).toBe(
      "no rig has a usable run of it; no other rig could serve it now; a is away until 2026-10-09",
    );
  });

  test("is one for each benchmark and pairing", () => {
    const matrix: RequiredCell = { rigs: 1, benchmarks: ["ior-easy", "mdtest*"], pairings: ["", "2.15/2.16"] };
    const done = ask([on("a"), on("a", [], { benchmark: "mdtest-easy", pairing: "2.15/2.16" })]);
    expect(missingCells([matrix], done).map(({ what }) => what)).toEqual([
      "mdtest* on 1 rig",
      "ior-easy between 2.15/2.16 on 1 rig",
    ]);
  });
});

test.each([
  ["required by a cell, whatever the lists say", { cells: [cell], advisory: [{ metric: "*" }] }, "required"],
  ["what judges says", {}, "gating"],
  ["an exception of what judges says", { advisory: [{ benchmark: "ior*" }] }, "advisory"],
  ["an exception of the exception", { advisory: [{ benchmark: "ior*" }], gating: [{ metric: "write*" }] }, "gating"],
  ["advisory, all of it", { judges: "advisory" }, "advisory"],
  ["advisory but for one", { judges: "advisory", gating: [{ label: "nvme" }] }, "gating"],
] as const)("a series is %s", (_, rules, role) => {
  expect(roleOf({ cells: [], gating: [], advisory: [], judges: "gating", ...rules }, on("a"))).toBe(role);
});

describe("a baseline that is too short arms", () => {
  const DAY = 86_400_000;
  const nights = (count: number, gap = DAY, runs = 3) =>
    Array.from({ length: count }, (_, i) => ({ startedAt: i * gap, runs }));

  test("after as many nights as its runs and blocks need", () => {
    expect(armingOf(nights(2), { runs: 4, blocks: 1 })).toEqual({ blocks: 2, at: 3 * DAY, isNightly: true });
    expect(armingOf(nights(4), { runs: 0, blocks: 3 })).toMatchObject({ blocks: 3, at: 6 * DAY });
    expect(armingOf(nights(2, 7 * DAY, 1), { runs: 8, blocks: 1 })).toMatchObject({ blocks: 8, isNightly: false });
  });

  test("on no day that anybody knows without a rhythm", () => {
    expect(armingOf(nights(1), { runs: 4, blocks: 1 })).toBeNull();
    expect(armingOf(nights(3, 0), { runs: 4, blocks: 1 })).toBeNull();
  });
});

describe("the creep budget", () => {
  const step = (percent: number, series = "s", by: Spending["by"] = "step"): Spending => ({
    series,
    name: `metric of ${series}`,
    by,
    sha: "x",
    worsening: Math.log1p(percent / 100),
  });

  test.each([
    [[], 0, "Nothing of the creep budget of 5 % is spent."],
    [[step(1)], 0, "metric of s became 1 % worse of the 5 % allowed: 20 % of the creep budget."],
    [[step(1), step(1.5)], 50, "metric of s became 2.5 % worse of the 5 % allowed: 51 % of the creep budget."],
    [[step(4.2)], 80, "metric of s became 4.2 % worse of the 5 % allowed: 84 % of the creep budget."],
    [[step(5)], 100, "metric of s became 5 % worse of the 5 % allowed: the creep budget is spent."],
    [
      [step(1), step(8, "t", "waiver")],
      100,
      "metric of t became 8 % worse of the 5 % allowed: the creep budget is spent; 1 more series spent less.",
    ],
  ])("%#: is told at its marks", (spendings, mark, text) => {
    expect(creepBudget(spendings, 0.05)).toMatchObject({ mark, text });
  });

  test("what recovers is given back, and no more", () => {
    const back = { ...step(0), worsening: -Math.log1p(0.1) };
    expect(creepBudget([step(3), back], 0.05).share).toBe(0);
    expect(creepBudget([step(3), back, step(2)], 0.05).series[0]?.spent).toBeCloseTo(0.02, 12);
  });

  test("five steps of one per cent are 5.1 %, in whatever parts", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { maxLength: 20 }), (steps) => {
        const whole = steps.reduce((product, percent) => product * (1 + percent / 100), 1);
        expect(
          creepBudget(
            steps.map((percent) => step(percent)),
            0.05,
          ).series[0]?.spent ?? 0,
        ).toBeCloseTo(whole - 1, 8);
      }),
      { seed: 7 },
    );
  });
});
