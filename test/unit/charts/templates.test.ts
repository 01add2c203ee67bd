import { readdirSync, readFileSync } from "node:fs";
import { compile, type TopLevelSpec } from "vega-lite";
import { expect, test } from "vitest";
import type { Chart } from "../../../src/charts/chart.ts";
import { CHARTS } from "../../../src/charts/index.ts";
import { bind } from "../../../src/charts/spec.ts";
import { SAMPLES } from "../../support/chart-samples.ts";

const folder = new URL("../../../dashboards/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".vl.json"));

test("there is a template for every chart", () => {
  expect(
    Object.keys(CHARTS)
      .map((name) => `${name}.vl.json`)
      .every((file) => files.includes(file)),
  ).toBe(true);
});

test.each(files)("%s holds no rows: its data has names only", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const data = [...text.matchAll(/"data":\s*\{([^}]*)\}/g)].map(([, inside = ""]) => inside.trim());
  expect(data.length).toBeGreaterThan(3);
  for (const inside of data) expect(inside).toMatch(/^"name": "\w+"$/);
  expect(text).not.toContain('"datasets"');
});

test.each(Object.keys(CHARTS) as (keyof typeof CHARTS)[])(
  "the finished chart %s compiles without a warning",
  (name) => {
    const chart = CHARTS[name] as Chart<unknown, unknown>;
    const warnings: unknown[] = [];
    const note = (...text: unknown[]) => {
      warnings.push(text);
      return logger;
    };
    const logger: object = {
      level: () => logger,
      error: note,
      warn: note,
      info: () => logger,
      debug: () => logger,
    };
    compile(chart.spec(SAMPLES[name], chart.size) as unknown as TopLevelSpec, { logger: logger as never });
    expect(warnings).toEqual([]);
  },
);

test("rows or parameters that the template does not know are refused by name", () => {
  const template = { params: [{ name: "low" }], layer: [{ data: { name: "points" } }] };
  const given = { description: "", width: 1, height: 1 };
  expect(() => bind(template, { ...given, params: {}, datasets: { points: [] } })).toThrow("parameters: low");
  expect(() => bind(template, { ...given, params: { low: 0 }, datasets: { dots: [] } })).toThrow("points, dots");
});
