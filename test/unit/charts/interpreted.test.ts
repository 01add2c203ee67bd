/** Where no code is made from strings, as in a Worker, every chart is the same picture. */
import { afterEach, expect, test, vi } from "vitest";
import { CHARTS } from "../../../src/actions/charts/all.ts";
import { renderSvg } from "../../../src/render/svg.ts";
import { sampleOf } from "../../support/chart-samples.ts";

const refused = vi.fn(function refuse() {
  throw new EvalError("Code generation from strings disallowed for this context");
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([...CHARTS])("the chart %s", async (name, chart) => {
  const spec = () => chart.of(sampleOf(name)).spec();
  const compiled = await renderSvg(spec());
  vi.resetModules();
  const fresh = await import("../../../src/render/svg.ts");
  refused.mockClear();
  vi.stubGlobal("Function", refused);
  expect(await fresh.renderSvg(spec())).toBe(compiled);
  expect(refused).toHaveBeenCalledOnce();
});
