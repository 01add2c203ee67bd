/** Charts that name a page are shown on it, each in a section of its own: title, picture, the same as a table, its data. */
import { CHARTS } from "../actions/charts/all.ts";
import type { Chart, ReadChart } from "../actions/charts/chart.ts";
import type { Context } from "../actions/context.ts";
import { counted } from "../charts/describe.ts";
import { Fault } from "../model/fault.ts";
import { FAULT_STATUS } from "../model/fault-status.ts";
import { chartFigure } from "./chart-figure.ts";
import { chartLinks } from "./chart-links.ts";
import { queryOn } from "./chart-places.ts";
import { type Html, html, NOTHING, named } from "./html.ts";
import type { PageCall } from "./page.ts";
import { type Pictures, pictures } from "./pictures.ts";
import { stackTable } from "./stack-table.ts";

/** Rows of the table on the page: the rest is in the CSV. */
const MOST_ROWS = 60;

/** `page`: as the router writes it. */
export async function chartSections(ctx: Context, call: PageCall, page: string): Promise<Html> {
  const all = [...CHARTS.values()].filter(({ meta }) => meta.shown === "section");
  const sections = await Promise.all(
    all.map(async (chart) => {
      const query = queryOn(chart, page, call);
      return query === undefined ? NOTHING : await section(ctx, call, chart, query);
    }),
  );
  return html`${sections}`;
}

async function section(ctx: Context, call: PageCall, chart: Chart, query: PageCall["query"]): Promise<Html> {
  try {
    const read = await chart.read(ctx, call.caller, query);
    return chartSection(chart, { read, pictures: await pictures(read), query });
  } catch (error) {
    if (!(error instanceof Fault) || isPassing(error)) throw error;
    return framed(chart, html`<p class="none">${error.message}</p>`);
  }
}

/** What trying again may mend makes no page that is whole, and kept. */
const isPassing = ({ code }: Fault): boolean => FAULT_STATUS[code] >= 500 || code === "too_slow" || code === "too_many";

export interface DrawnSection {
  readonly read: ReadChart;
  readonly pictures: Pictures;
  readonly query: PageCall["query"];
}

export function chartSection(chart: Chart, { read, pictures: drawn, query }: DrawnSection): Html {
  const address = new URLSearchParams(query).toString();
  if (read.isEmpty)
    return framed(chart, html`<p class="none">${chart.meta.empty}</p>${chartLinks(chart.name, address)}`);
  const figure = chartFigure(drawn, { name: chart.name, query: address, label: chart.meta.title });
  return framed(chart, html`${figure}${asTable(chart, read)}`);
}

function framed({ name, meta: { title, about, help } }: Chart, content: Html): Html {
  const more =
    help === undefined
      ? NOTHING
      : html` <a href="/help#${help}">What this means<span class="unseen">: ${title}</span></a>`;
  return html`<section class="card" id="${name}"><h2>${title}</h2><p class="sub">${about}${more}</p>
${content}</section>
`;
}

function asTable({ columns, meta: { title } }: Chart, read: ReadChart): Html {
  const { rows, more, isNewest } = read.table(MOST_ROWS);
  const heads = Object.values(columns).map(
    ({ told, is }) => ({ head: told, is: is === "text" ? "text" : "num" }) as const,
  );
  const cells = rows.map((row) => row.map((cell) => named(cell)));
  const told =
    more === 0
      ? NOTHING
      : html`<p class="sub">The ${isNewest ? "newest" : "first"} ${counted(rows.length, "row")}; ${isNewest ? counted(more, "earlier one") : counted(more, "more", "more")} in the CSV.</p>`;
  return html`<details><summary>As a table</summary>${told}${stackTable(title, heads, cells)}</details>`;
}
