/** Made-up series that look like real ones: seeded, so that every run of a test sees the same figures. */
import type { ChangesetRow, ExcludedRow, SeriesChartData } from "../../src/charts/series-data.ts";
import type { Better } from "../../src/model/run.ts";
import type { ChangePoint, Level, SeriesAnalysis } from "../../src/model/series.ts";

export interface Shape {
  readonly seed: number;
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: Better;
  readonly changesets: number;
  readonly base: number;
  /** Relative standard deviation of a changeset's value. */
  readonly noise: number;
  /** Level steps: at which changeset, by which ratio, known how surely. */
  readonly steps: readonly { readonly at: number; readonly ratio: number; readonly state?: ChangePoint["state"] }[];
  readonly excluded?: number;
}

/** Uniform on [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SUBJECTS = [
  "LU-17011 osc: send grants back in larger pieces",
  "LU-17044 llite: read ahead by pages, not by stripes",
  "LU-17102 mdt: take the parent's lock once per create",
  "LU-17120 tests: wait for the mount before the first write",
  "LU-17188 ptlrpc: hand requests to an idle thread first",
  "LU-17203 ofd: sync the journal once per group",
  "LU-17250 build: drop support for old kernels",
];

export function chartData(shape: Shape): SeriesChartData {
  const random = uniform(shape.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const levels = levelsOf(shape);
  const changesets = Array.from({ length: shape.changesets }, (_, index): ChangesetRow => {
    const level = levels.find(({ from, to }) => index >= from && index < to)?.value ?? shape.base;
    const value = level * (1 + shape.noise * normal());
    const width = level * shape.noise * (0.6 + random());
    return {
      index,
      sha: sha(random),
      position: 18_000 + index * 3,
      committedAt: new Date(Date.UTC(2025, 10, 20) + index * (365 / shape.changesets) * 86_400_000).toISOString(),
      subject: SUBJECTS[index % SUBJECTS.length] ?? "",
      value: rounded(value),
      low: rounded(value - width),
      high: rounded(value + width * (0.5 + random())),
      runs: 3 + Math.floor(random() * 4),
      blocks: 1 + Math.floor(random() * 3),
    };
  });
  return {
    series: {
      id: (0x1000_0000_0000 + shape.seed).toString(16).padStart(16, "0"),
      benchmark: shape.benchmark,
      version: "4.0.0",
      metric: shape.metric,
      parameters: { clients: "16", transfer: "1MiB" },
      rig: "opensfs-a",
      pairing: "",
      unit: shape.unit,
      dimension: shape.unit,
      better: shape.better,
    },
    changesets,
    analysis: analysisOf(shape, levels),
    releases: ["2.15.6", "2.15.7", "2.16.0", "2.16.1"].map((tag, i) => ({
      tag,
      index: Math.floor((shape.changesets * (i + 0.6)) / 4.4),
    })),
    excluded: excludedOf(shape, changesets, random),
  };
}

/** Six digits: what two versions of a mathematical library agree on. */
function rounded(x: number): number {
  return Number(x.toPrecision(6));
}

function sha(random: () => number): string {
  return Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16)).join("");
}

function levelsOf({ steps, changesets, base, noise }: Shape): Level[] {
  const cuts = [0, ...steps.map(({ at }) => at), changesets];
  return cuts.slice(0, -1).map((from, i) => {
    const to = cuts[i + 1] ?? changesets;
    const value = base * steps.slice(0, i).reduce((product, { ratio }) => product * ratio, 1);
    const half = (1.96 * value * noise) / Math.sqrt(Math.max(1, to - from));
    return { from, to, value: rounded(value), low: rounded(value - half), high: rounded(value + half) };
  });
}

function analysisOf(shape: Shape, levels: readonly Level[]): SeriesAnalysis {
  const changes = shape.steps.map(({ at, ratio, state = "confirmed" }, i): ChangePoint => {
    const half = shape.noise * 0.5;
    const effect = {
      scale: "ratio",
      value: ratio,
      low: ratio - half,
      high: ratio + half,
      confidence: 0.95,
      unit: "",
    } as const;
    const [before, after] = [levels[i]?.value ?? 0, levels[i + 1]?.value ?? 0];
    return { index: at, earliest: at - (state === "confirmed" ? 1 : 4), latest: at + 1, state, before, after, effect };
  });
  return { changes, levels, findings: [] };
}

function excludedOf(shape: Shape, rows: readonly ChangesetRow[], random: () => number): ExcludedRow[] {
  return Array.from({ length: shape.excluded ?? 0 }, (_, i) => {
    const row = rows[Math.floor(random() * rows.length)];
    const value = rounded((row?.value ?? shape.base) * (i % 3 === 0 ? 0.4 : 0.97));
    return { index: row?.index ?? 0, sha: row?.sha ?? "", value, why: i % 3 === 0 ? "incomplete" : "virtual machine" };
  });
}

/** A trend with everything in it: better, worse, suspected, releases, excluded runs. */
export const BANDWIDTH: Shape = {
  seed: 7,
  benchmark: "ior-easy",
  metric: "write.bandwidth",
  unit: "MiB/s",
  better: "higher",
  changesets: 180,
  base: 52_100,
  noise: 0.011,
  steps: [
    { at: 58, ratio: 1.062 },
    { at: 129, ratio: 0.921 },
    { at: 172, ratio: 0.972, state: "suspected" },
  ],
  excluded: 5,
};
