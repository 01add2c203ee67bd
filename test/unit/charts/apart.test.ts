/** Drawings share code and nothing else: what one picture shows never stands in another. */
import { expect, test } from "vitest";
import { CHARTS } from "../../../src/actions/charts/all.ts";
import type { VegaLiteSpec } from "../../../src/charts/spec.ts";
import { renderSvg } from "../../../src/render/svg.ts";
import { sampleOf } from "../../support/chart-samples.ts";

/** The same chart of other rows: each name gets a mark, each data set loses its last row. */
const otherOf = ({ datasets, ...spec }: VegaLiteSpec): VegaLiteSpec => ({
  ...spec,
  description: `Other: ${spec["description"]}`,
  datasets: Object.fromEntries(
    Object.entries(datasets as Record<string, Record<string, unknown>[]>).map(([name, rows]) => [
      name,
      rows.slice(0, Math.max(1, rows.length - 1)).map((row) => ({
        ...row,
        ...("text" in row && { text: `other ${row["text"]}` }),
        ...("label" in row && { label: `other ${row["label"]}` }),
      })),
    ]),
  ),
});

test.each([...CHARTS])("the chart %s is the same before and after another, and beside it", async (name, chart) => {
  const one = () => chart.of(sampleOf(name)).spec();
  const other = () => otherOf(one());
  const first = await renderSvg(one());
  const second = await renderSvg(other());
  expect(second).not.toBe(first);
  expect(first).not.toContain("other ");
  expect(await renderSvg(one())).toBe(first);
  const together = await Promise.all([other(), one(), other(), one()].map(renderSvg));
  expect(together).toEqual([second, first, second, first]);
});
