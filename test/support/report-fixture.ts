/** A report with something in every section, and names that try to be markup. */
import type { SeriesComparison } from "../../src/model/release-comparison.ts";
import type { ReleaseReport } from "../../src/model/release-report.ts";
import type { Effect } from "../../src/model/series.ts";

const ratio = (value: number, low: number, high: number): Effect => ({
  scale: "ratio",
  value,
  low,
  high,
  confidence: 0.95,
  unit: "ops/s",
});

function series(metric: string, effect: Effect, more: Partial<SeriesComparison> = {}): SeriesComparison {
  const side = { runs: 40, blocks: 20, changesets: 20, measuredAt: "2026-05-01T20:00:00.000Z" };
  return {
    series: `${metric.length}`.padStart(16, "0"),
    rig: "acme-1",
    vendor: "acme",
    suite: "nightly",
    benchmark: "mdtest",
    metric,
    parameters: { clients: "16" },
    pairing: "",
    unit: "ops/s",
    better: "higher",
    baseline: { ...side, sha: "a".repeat(40), since: "a".repeat(40), level: 42_300 },
    candidate: { ...side, sha: "b".repeat(40), since: "b".repeat(40), level: 42_300 * effect.value },
    effect,
    performance: { value: effect.value, low: effect.low, high: effect.high },
    p: 1e-9,
    movement: effect.value < 1 ? "regression" : "improvement",
    threshold: 0.05,
    budgetSpent: effect.value < 1 ? 2.6 : 0,
    changes: [],
    creep: null,
    ...more,
  };
}

const state = (name: string, digit: string) =>
  ({ name, kind: "release", sha: digit.repeat(40), branch: "master" }) as const;
const hours = (of: string, time: number) => ({
  of,
  hours: time,
  runs: Math.round(2 * time),
  withoutEnd: of === "" ? 3 : 0,
});
const slow = ratio(0.878, 0.871, 0.885);
const fast = ratio(1.12, 1.1, 1.14);

export const REPORT: ReleaseReport = {
  partial: true,
  verdict: {
    partial: true,
    release: state("1.1", "b"),
    against: state("1.0", "a"),
    phase: "candidate",
    verdict: "fail",
    why: "create.rate on acme-1 is 0.878x (0.871 to 0.885) of 1.0, 260 % of the creep budget; since 0123456789ab.",
    policy: { name: "default", version: "1" },
    final: true,
    waitingFor: [],
    series: [],
    missing: [
      {
        what: "ior on 2 rigs labelled metal",
        why: "promised, 1 of 2 rigs measured it; measured last on 2026-04-01 by acme-1",
      },
    ],
    budget: {
      limit: 0.05,
      mark: 1,
      spent: [{ series: "00", rig: "acme-1", benchmark: "mdtest", metric: "create.rate", spent: 2.6, mark: 1 }],
    },
    coverage: [
      {
        label: "metal",
        benchmark: "ior",
        pairing: "2.15/2.16",
        needed: 2,
        fresh: [],
        stale: ["acme-1"],
        state: "stale",
        last: { rig: "acme-1", sha: "c".repeat(40), at: "2026-04-01T20:00:00.000Z" },
      },
      { label: null, benchmark: "mdtest", pairing: "", needed: 1, fresh: [], stale: [], state: "never", last: null },
    ],
    means: [{ by: "overall", of: "", series: 2, value: 0.991, low: 0.985, high: 0.997 }],
    engine: "1",
    inputs: `sha256:${"0".repeat(64)}`,
  },
  means: [
    { by: "overall", of: "", series: 2, value: 0.991, low: 0.985, high: 0.997 },
    { by: "vendor", of: "acme", series: 2, value: 0.991, low: 0.985, high: 0.997 },
  ],
  assumption: "Series of one rig are taken to err together.",
  worst: [series("create.rate", slow)],
  best: [series("remove.rate", fast)],
  compared: 2,
  uncompared: [
    {
      series: "01",
      rig: "acme-2",
      benchmark: "ior",
      metric: "write.bandwidth",
      why: "not measured since the older state",
    },
  ],
  changes: [
    {
      sha: "0123456789abcdef0123456789abcdef01234567",
      candidates: ["0123456789abcdef0123456789abcdef01234567", "1123456789abcdef0123456789abcdef01234567"],
      subject: "LU-1 osc: <script>alert(1)</script> | *bold* [link](javascript:x)",
      ticket: "LU-1",
      state: "confirmed",
      series: [
        { benchmark: "mdtest", metric: "create.rate", rig: "acme-1", effect: slow, isWorse: true, isMaterial: true },
        { benchmark: "mdtest", metric: "remove.rate", rig: "acme-1", effect: fast, isWorse: false, isMaterial: true },
      ],
      waivers: ["W-7"],
    },
  ],
  creeping: [
    {
      ...{ benchmark: "ior", metric: "write.bandwidth", rig: "acme-1", effect: ratio(0.93, 0.92, 0.94) },
      ...{ steps: [], from: "a".repeat(40), to: "b".repeat(40), changesets: 25 },
    },
  ],
  pledges: [{ vendor: "acme", hoursPledged: 100, hoursDelivered: 84.5, cellsPledged: 4, cellsDelivered: 3 }],
  hours: {
    total: hours("", 84.5),
    byRig: [hours("acme-1", 84.5)],
    byVendor: [hours("acme", 84.5)],
    byCause: [hours("scheduled", 80), hours("confirm", 4.5)],
  },
  audits: { audited: 5, green: 3, red: 1, open: 1, falsePasses: { value: 0.25, low: 0.0456, high: 0.699 } },
  notes: ["mdtest create.rate is slower than in 1.0: 0.878x (0.871 to 0.885) on acme-1."],
};
