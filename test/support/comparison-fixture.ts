/** Two releases held against each other, for tests of the pages: every movement, creep, and ordinary names or hostile ones. */
import type { Movement, ReleaseComparison, SeriesComparison } from "../../src/model/release-comparison.ts";
import { REPORT } from "./report-fixture.ts";

const [SLOW] = REPORT.worst as [SeriesComparison];
const SHAS = ["b".repeat(40), "c".repeat(40)] as const;

const MOVED: readonly (readonly [Movement, string, number])[] = [
  ["regression", "create.rate", 0.878],
  ["regression", "stat.rate", 0.93],
  ["undecided", "remove.rate", 0.96],
  ["immaterial", "read.bandwidth", 1.002],
  ["improvement", "write.bandwidth", 1.12],
];

function moved([movement, metric, value]: (typeof MOVED)[number], index: number): SeriesComparison {
  const effect = { ...SLOW.effect, value, low: value - 0.012, high: value + 0.014 };
  const step = {
    sha: SHAS[0],
    candidates: [SHAS[0]],
    state: "confirmed",
    effect,
    side: "candidate",
    waivers: [],
  } as const;
  return {
    ...SLOW,
    ...{ series: `00000000000000c${index}`, metric, movement, effect },
    performance: { value, low: effect.low, high: effect.high },
    candidate: { ...SLOW.candidate, level: SLOW.baseline.level * value },
    changes: index === 0 ? [{ ...step, isWorse: true, isMaterial: true }] : [],
    creep: index === 1 ? { effect, steps: [...SHAS], from: SHAS[0], to: SHAS[1], changesets: 25 } : null,
  };
}

const DIFFERENCE: SeriesComparison = {
  ...SLOW,
  ...{ series: "00000000000000d0", metric: "latency.slack", unit: "ms", movement: "undecided", performance: null },
  effect: { scale: "difference", value: 0.4, low: -1.1, high: 1.9, confidence: 0.95, unit: "ms" },
  threshold: 2,
};

/** `text` stands for every name that people choose. */
export function comparison(text?: string): ReleaseComparison {
  const { release, against } = REPORT.verdict;
  const series = [...MOVED.map(moved), DIFFERENCE];
  const mean = { series: 5, value: 0.974, low: 0.961, high: 0.987 };
  return {
    partial: true,
    baseline: { ...against, name: text ?? against.name },
    candidate: { ...release, name: text ?? release.name },
    forkedAt: against.sha,
    confidence: 0.95,
    means: [
      { by: "overall", of: "", ...mean },
      { by: "suite", of: text ?? "nightly", ...mean },
      { by: "rig", of: text ?? "acme-1", ...mean, low: 0.9, high: 1.05 },
      { by: "vendor", of: text ?? "acme", ...mean, value: 1.02, low: 1.01, high: 1.03 },
      { by: "benchmark", of: text ?? "mdtest", ...mean },
      { by: "metric", of: text === undefined ? "mdtest create.rate" : `${text} ${text}`, ...mean },
    ],
    assumption: REPORT.assumption,
    series: series.map((one) => (text === undefined ? one : { ...one, ...hostile(text) })),
    uncompared: REPORT.uncompared.map((one) => (text === undefined ? one : { ...one, ...hostile(text), why: text })),
    engine: "1",
  };
}

const hostile = (text: string) => ({
  ...{ rig: text, vendor: text, suite: text, benchmark: text, metric: text, unit: text, pairing: text },
  parameters: { [text]: text },
});
