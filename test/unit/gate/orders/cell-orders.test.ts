/** Who begins with what a policy requires and nobody measured. */
import { expect, test } from "vitest";
import { cellOrders } from "../../../../src/gate/orders/cell-orders.ts";
import { missingCells } from "../../../../src/gate/required-cells.ts";
import { DEFAULT_POLICY } from "../../../../src/model/policy.ts";

const rigs = ["a", "b"].map((rig) => ({ rig, labels: [], awayUntil: null }));
const draw = (rig: string) => (rig === "b" ? 0 : 1);
const asked = (rig: string, cell: { readonly name?: string }, days = 0) => {
  const cells = [{ ...cell, rigs: 1, benchmarks: ["ior"] }];
  const missing = missingCells(cells, { measured: [], rigs, until: () => null });
  return cellOrders({ sha: "c", policy: { ...DEFAULT_POLICY, cells }, missing, rig, suites: ["nightly"], days, draw });
};

test.each([{}, { name: "io" }])(
  "one rig is asked, and the next one a day later, whatever the cell is called: %o",
  (cell) => {
    expect([asked("a", cell), asked("b", cell), asked("a", cell, 1)].map(({ length }) => length)).toEqual([0, 1, 1]);
    expect(asked("b", cell)[0]).toMatchObject({ rig: "b", suite: "nightly", sha: "c", cause: "scheduled", runs: 3 });
    expect(asked("c", cell)).toEqual([]);
  },
);
