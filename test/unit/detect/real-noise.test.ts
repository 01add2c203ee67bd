/** Error rates on real noise: reads the folder named by TARNISH_SERIES, and says so when there is none. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareRuns } from "../../../src/detect/compare.ts";
import { toRunSamples } from "../../../src/detect/run-sample.ts";

const folder = process.env["TARNISH_SERIES"] ?? "";
const forksFile = join(folder, "jmh_forks_public.json");
const hasForks = folder !== "" && existsSync(forksFile);

const QUESTION = {
  better: "lower",
  threshold: { ratio: 0.05 },
  unit: "ns",
  priorBlockDeviation: 0.01,
  confidence: 0.95,
} as const;

// The forks are public measurements without a licence that would let them into this repository: read where they are.
test.skipIf(!hasForks)(`real JMH forks, one left out in turn (${hasForks ? forksFile : "set TARNISH_SERIES"})`, () => {
  const { benchmarks } = JSON.parse(readFileSync(forksFile, "utf8")) as { benchmarks: { forks: number[][] }[] };
  const p = benchmarks.flatMap(({ forks }) =>
    forks.map((fork, left) => {
      const baseline = forks.filter((_, i) => i !== left);
      const evidence = compareRuns(toRunSamples(baseline), toRunSamples([fork]), QUESTION);
      return evidence.kind === "tested" ? evidence.pTwoSided : 1;
    }),
  );
  const rate = (alpha: number) => p.filter((value) => value < alpha).length / p.length;
  expect(p.length).toBeGreaterThan(500);
  expect(rate(0.05)).toBeLessThan(0.055);
  expect(rate(0.01)).toBeLessThan(0.0125);
});
