/** The worked example of docs/decisions.md: every figure there is produced here. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { comparisonOf, differenceOf, excessOf } from "../../../src/detect/comparison.ts";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { GateRun } from "../../../src/gate/landing.ts";
import { questionOf } from "../../../src/gate/series-looks.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import { landingOf, oneSeries } from "./rig.ts";

const nights = (name: string, rows: readonly (readonly number[])[]): GateRun[] =>
  rows.flatMap((values, i) => values.map((value, k) => ({ run: `${name} ${i}.${k}`, block: `${name} ${i}`, value })));

const BASELINE = nights("night", [
  [2012, 1998, 2021],
  [1985, 1992, 1979],
  [2004, 2017, 2009],
  [1996, 2003, 1988],
]);
const SLOW = nights("candidate", [
  [1618, 1604],
  [1589, 1597],
  [1611, 1602],
]);
const percent = (value: number, digits: number) => `${(100 * value).toFixed(digits)} %`;

test("docs/decisions.md tells what the gate says", () => {
  const page = readFileSync(new URL("../../../docs/decisions.md", import.meta.url), "utf8");
  const series = { ...oneSeries({}), baseline: BASELINE, parent: BASELINE, candidate: SLOW };
  const comparison = comparisonOf(BASELINE, SLOW.slice(0, 5), questionOf(series, DEFAULT_POLICY));
  const difference = differenceOf(comparison);
  const fresh = differenceOf(comparison, (block) => block !== "candidate 0");
  const screen = differenceOf(comparison, (block) => block === "candidate 0");
  if (difference === null || fresh === null || screen === null) throw new Error("nothing to compare");
  const { noise, threshold } = comparison;
  const answer = judgeLanding(landingOf([series]));
  const { why, adjustedP, minimumDetectableEffect } = answer.series[0] ?? {};
  const told = [
    `runs of a night differ by ${percent(Math.sqrt(noise.run.value), 2)} (${noise.run.df} degrees of freedom)`,
    `nights by ${percent(Math.sqrt((noise.block.value - noise.run.value) / noise.runsPerBlock), 2)} (${noise.block.df})`,
    `standard error is ${percent(Math.sqrt(difference.variance), 2)} with ${difference.df.toFixed(1)} degrees of freedom`,
    `first night alone is ${excessOf(screen, threshold).toFixed(1)} standard errors beyond the threshold`,
    `the other two ${excessOf(fresh, threshold).toFixed(1)}`,
    `> ${answer.verdict}: ${why}`,
    `p = ${(adjustedP ?? 1).toExponential(0)}`,
    `could have seen ${percent(minimumDetectableEffect ?? 1, 1)}`,
  ];
  for (const figure of told) expect(page.replace(/\s+/g, " ")).toContain(figure);

  const oneNight = SLOW.map((run) => ({ ...run, block: "candidate 0" }));
  const suspected = judgeLanding(landingOf([{ ...series, candidate: oneNight }]));
  expect(page.replace(/\s+/g, " ")).toContain(`> ${suspected.verdict}: ${suspected.why}`);
});
