/** The sections that charts make on a page by themselves, from their samples, with what people write as it is asked for. */
import { CHARTS } from "../../src/actions/charts/all.ts";
import type { RowsChartData } from "../../src/charts/bind-rows.ts";
import { queryOn } from "../../src/web/chart-places.ts";
import { chartSection } from "../../src/web/chart-section.ts";
import { type Html, html } from "../../src/web/html.ts";
import { pictures } from "../../src/web/pictures.ts";
import { sampleOf } from "./chart-samples.ts";

export type Rows = RowsChartData<Readonly<{ [name: string]: unknown }>>;

/** Times stay: no person writes them. */
const IS_TIME = /^\d{4}-\d\d-\d\d(T|$)/;

/** Every text of the rows is this one. */
export function rowsNamed({ rows, beside = {} }: Rows, text: string): Rows {
  const said = <Row extends object>(row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, one]) => [name, typeof one === "string" && !IS_TIME.test(one) ? text : one]),
    ) as Row;
  const others = Object.entries(beside).map(([name, some]) => [name, some.map(said)]);
  return { told: text, rows: rows.map(said), beside: Object.fromEntries(others) };
}

/** Of every chart that names the page: one with its rows, one without. */
export async function sectionSamples(page: string, text: string): Promise<Html> {
  const params = Object.fromEntries([...page.matchAll(/:(\w+)/g)].map(([, name = ""]) => [name, text]));
  const shown = [...CHARTS.values()].filter(({ meta }) => meta.shown === "section");
  const sections = await Promise.all(
    shown.map(async (chart) => {
      const query = queryOn(chart, page, { params, query: {} });
      if (query === undefined) return "";
      const read = chart.of(rowsNamed(sampleOf(chart.name) as Rows, text));
      return chartSection(chart, { read, pictures: await pictures(read), query });
    }),
  );
  return html`${sections}`;
}
