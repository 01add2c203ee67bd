/** One landing through its nights, as the default policy plans them. */
import { decideLanding } from "../../src/gate/judge-landing.ts";
import type { GateRun, SeriesQuestion } from "../../src/gate/landing.ts";
import { byNight } from "../../src/gate/night.ts";
import { type Settled, settledBy } from "../../src/gate/settled.ts";
import { DEFAULT_POLICY } from "../../src/model/policy.ts";
import type { Series } from "../../src/model/series.ts";
import type { Fleet, FleetSeries } from "./fleet.ts";
import type { Level } from "./train-history.ts";

/**
 * Candidate and parent runs of each boot, stage by stage. The first night has time for all planned looks, because only
 * what is still undecided is run again: 3 runs, 5, 10; two more nights follow where those do not decide.
 */
const STAGES = [
  {
    night: 1,
    boots: [
      { candidate: 2, parent: 0 },
      { candidate: 1, parent: 0 },
    ],
  },
  {
    night: 1,
    boots: [
      { candidate: 1, parent: 2 },
      { candidate: 1, parent: 1 },
    ],
  },
  {
    night: 1,
    boots: [
      { candidate: 3, parent: 2 },
      { candidate: 2, parent: 2 },
    ],
  },
  {
    night: 2,
    boots: [
      { candidate: 2, parent: 2 },
      { candidate: 1, parent: 1 },
    ],
  },
  {
    night: 3,
    boots: [
      { candidate: 2, parent: 2 },
      { candidate: 1, parent: 1 },
    ],
  },
] as const;

export interface Outcome {
  readonly verdict: "pass" | "fail" | "inconclusive";
  /** Series said to be guilty. */
  readonly guilty: readonly number[];
  /** Series that hold the landing, or would until they are shown to be green; and those green at the first look. */
  readonly seeing: number;
  readonly nights: number;
  readonly looks: number;
  /** Runs of single series, the parent's included. */
  readonly runs: number;
  /** Runs of the first look, by series. */
  readonly first: readonly (readonly GateRun[])[];
}

export interface Ask {
  readonly name: string;
  /** What the code of the parent costs, and of the candidate, by series: above 1 is slower. */
  readonly parent: readonly number[];
  readonly candidate: readonly number[];
  readonly levels: readonly Level[];
}

export function measureLanding(fleet: Fleet, ask: Ask): Outcome {
  const candidate = fleet.series.map((): GateRun[] => []);
  const parent = fleet.series.map((): GateRun[] => []);
  let open: readonly FleetSeries[] = fleet.series;
  let [runs, nights, boots, looks, seeing] = [0, 0, 0, 0, 0];
  let settled: readonly Settled[] = [];
  let first: GateRun[][] = [];
  let guilty: number[] = [];
  for (const stage of STAGES) {
    if (stage.night > nights) fleet.nextNight();
    nights = stage.night;
    looks++;
    for (const counts of stage.boots) {
      runs += measureBoot(fleet, ask, open, counts, boots++, { candidate, parent });
    }
    if (looks === 1) first = candidate.map((mine) => [...mine]);
    const asked = open.map((one) => questionOf(one, ask, candidate, parent));
    if (looks === 1) {
      settled = settledBy(asked.map(byNight), DEFAULT_POLICY);
      seeing = settled.filter(({ say }) => say === "full").length;
    }
    const series = asked.map((one, i) => ({ ...one, ...settled[open[i]?.index ?? -1] }));
    const plannedSeries = fleet.series.length;
    const question = { policy: DEFAULT_POLICY, sha: "c", parentSha: "p", series, missing: [], plannedSeries };
    const decided = decideLanding(question);
    guilty = open.filter((_, i) => decided[i]?.decision?.kind === "guilty").map(({ index }) => index);
    open = open.filter(
      (_, i) => decided[i]?.decision?.kind === "open" || decided[i]?.decision?.kind === "needs_parent",
    );
    if (guilty.length > 0 || open.length === 0) break;
  }
  const undecided = open.length > 0 ? "inconclusive" : "pass";
  return { verdict: guilty.length > 0 ? "fail" : undecided, guilty, seeing, nights, looks, runs, first };
}

interface Runs {
  readonly candidate: GateRun[][];
  readonly parent: GateRun[][];
}

function measureBoot(
  fleet: Fleet,
  ask: Ask,
  open: readonly FleetSeries[],
  counts: { readonly candidate: number; readonly parent: number },
  ordinal: number,
  into: Runs,
): number {
  const boot = fleet.boot(ordinal);
  for (const series of open) {
    for (const side of ["candidate", "parent"] as const) {
      for (let k = 0; k < counts[side]; k++) {
        const value = fleet.run(series, boot, ask[side][series.index] ?? 1);
        into[side][series.index]?.push({ run: `${side} ${ask.name} ${boot.name}.${k}`, block: boot.name, value });
      }
    }
  }
  return open.length * (counts.candidate + counts.parent);
}

export function questionOf(
  one: FleetSeries,
  { levels }: Ask,
  candidate: readonly GateRun[][],
  parent: readonly GateRun[][],
): SeriesQuestion {
  const level = levels[one.index] as Level;
  return {
    series: seriesOf(one),
    role: "gating",
    baseline: level.baseline,
    baselineSha: "p",
    parent: [...level.parent, ...(parent[one.index] ?? [])],
    candidate: [...(candidate[one.index] ?? [])],
    tailSuspected: level.tailSuspected,
  };
}

export const seriesOf = ({ index, rig, benchmark, law }: FleetSeries): Series => ({
  id: index.toString(16).padStart(16, "0"),
  benchmark: `benchmark ${benchmark}`,
  version: "",
  metric: law.better === "higher" ? "write.bandwidth" : "elapsed",
  parameters: {},
  rig: `rig ${rig}`,
  pairing: "",
  unit: law.better === "higher" ? "MiB/s" : "s",
  dimension: law.better === "higher" ? "bytes/time" : "time",
  better: law.better,
});
