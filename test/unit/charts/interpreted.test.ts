/** Where no code is made from strings, as in a Worker, every chart is the same picture. */
import { afterEach, expect, test, vi } from "vitest";
import type { Chart } from "../../../src/charts/chart.ts";
import { CHARTS } from "../../../src/charts/index.ts";
import { renderSvg } from "../../../src/render/svg.ts";
import { SAMPLES } from "../../support/chart-samples.ts";

const NAMES = Object.keys(CHARTS) as (keyof typeof CHARTS)[];
const refused = vi.fn(function refuse() {
  throw new EvalError("Code generation from strings disallowed for this context");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each(NAMES)("the chart %s", async (name) => {
  const chart = CHARTS[name] as Chart<unknown, unknown>;
  const spec = () => chart.spec(SAMPLES[name], chart.size);
  const compiled = await renderSvg(spec());
  vi.resetModules();
  const fresh = await import("../../../src/render/svg.ts");
  refused.mockClear();
  vi.stubGlobal("Function", refused);
  expect(await fresh.renderSvg(spec())).toBe(compiled);
  expect(refused).toHaveBeenCalledOnce();
});
