/** A release held against the one before: both builds run in the same nights, every series asked by the gate's own rules. */
import { decideLanding } from "../../src/gate/judge-landing.ts";
import type { GateRun } from "../../src/gate/landing.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/model/policy.ts";
import type { Fleet } from "./fleet.ts";
import { seriesOf } from "./train-measure.ts";

const NIGHTS = 5;
const RUNS_A_NIGHT = 2;
const POLICY: Policy = { ...DEFAULT_POLICY, looks: [NIGHTS * RUNS_A_NIGHT] };

/** Series that are worse than at the last release by δ or more, as the gate says it. */
export function compareRelease(fleet: Fleet, before: readonly number[], now: readonly number[]): number[] {
  const sides = { before: fleet.series.map((): GateRun[] => []), now: fleet.series.map((): GateRun[] => []) };
  for (let night = 0; night < NIGHTS; night++) {
    fleet.nextNight();
    const boot = fleet.boot(0);
    for (const one of fleet.series) {
      for (const [side, cost] of [
        ["before", before],
        ["now", now],
      ] as const) {
        for (let k = 0; k < RUNS_A_NIGHT; k++) {
          const value = fleet.run(one, boot, cost[one.index] ?? 1);
          sides[side][one.index]?.push({ run: `${side} ${boot.name}.${k}`, block: boot.name, value });
        }
      }
    }
  }
  const series = fleet.series.map((one) => ({
    series: seriesOf(one),
    role: "gating" as const,
    baseline: sides.before[one.index] ?? [],
    baselineSha: "before",
    parent: sides.before[one.index] ?? [],
    candidate: sides.now[one.index] ?? [],
  }));
  const decided = decideLanding({ policy: POLICY, sha: "now", parentSha: "before", series, missing: [] });
  return decided.flatMap(({ decision }, index) => (decision?.kind === "guilty" ? [index] : []));
}
