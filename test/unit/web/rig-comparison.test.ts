/** Two rigs in one picture: which is which, however alike their names begin. */
import { expect, test } from "vitest";
import { forest } from "../../../src/actions/charts/forest.ts";
import { rigForest } from "../../../src/actions/rig-forest.ts";
import type { RigComparison } from "../../../src/model/rig-comparison.ts";

const level = { series: "0123456789abcdef", level: 90, measuredAt: "2026-05-01T00:00:00.000Z" };
const interval = { value: 0.9, low: 0.88, high: 0.92 };

function between(candidate: string, baseline: string): string {
  const rig = (name: string) => ({ rig: name, description: "" });
  const one = {
    ...{ benchmark: "ior", metric: "write", parameters: {}, version: "", pairing: "", unit: "MiB/s", better: "higher" },
    ...{ baseline: level, candidate: level, sha: "b".repeat(40), changesets: 3, performance: interval },
    effect: { ...interval, scale: "ratio", confidence: 0.95, unit: "" },
  };
  const found = {
    ...{ baseline: rig(baseline), candidate: rig(candidate), confidence: 0.95, overall: interval, note: "" },
    ...{ alone: { baseline: 0, candidate: 0 }, series: [one] },
  } as unknown as RigComparison;
  return JSON.stringify(forest.of(rigForest(found)).spec({ width: 1120 }));
}

test("the axis names both rigs, or their parts where they would read alike; who points is told whole names", () => {
  expect(between("sim-east", "sim-west")).toContain('"sim-east behind sim-west by"');
  const [one, other] = ["cluster-of-the-north-1", "cluster-of-the-north-2"];
  const alike = between(one, other);
  expect(alike).toContain('"candidate behind baseline by"');
  expect(alike).toContain(`${one} behind ${other} by`);
  expect(between("a".repeat(40), "b".repeat(40))).toContain(`${"a".repeat(40)} behind ${"b".repeat(40)} by`);
});
