/** Every chart there is: what it shows, where, what its address takes, who may see it, what its columns mean. */
import type * as z from "zod";
import { CHARTS } from "../actions/charts/all.ts";
import type { Chart } from "../actions/charts/chart.ts";
import { type Html, html, NOTHING } from "./html.ts";
import { layout } from "./layout.ts";
import { stackTable } from "./stack-table.ts";

export function chartsPage(): Html {
  return layout({
    title: "Charts",
    content: html`<p class="crumbs"><a href="/help">Words</a></p><h1>Charts</h1>
<p class="sub">Each is a Vega-Lite specification (<code>.json</code>), a picture (<code>.svg</code>, <code>.png</code>) and a table (<code>.csv</code>) at <code>/charts/NAME</code>, and a page for a frame of another's at <code>/embed/NAME</code>, all with the same query string.</p>
${[...CHARTS.values()].map(section)}`,
  });
}

function section(chart: Chart): Html {
  const { name, meta, readers, parameters, columns } = chart;
  return html`<section class="card" id="${name}"><h2>${meta.title}</h2><p>${meta.about}</p>
<p class="sub"><code>/charts/${name}.svg${asked(chart)}</code></p>
<p class="sub">${where(meta)} ${readers}</p>
<details><summary>What it takes, and its columns</summary>${stackTable(
    `What ${name} takes`,
    [
      { head: "Parameter", is: "keep" },
      { head: "Needed", is: "keep" },
      { head: "What it is", is: "text" },
    ],
    Object.entries(parameters.shape).map(([key, part]) => [
      html`<code>${key}</code>`,
      html`${isNeeded(part) ? "yes" : "no"}`,
      html`${part.description}`,
    ]),
  )}${stackTable(
    `Columns of ${name}`,
    [
      { head: "Column", is: "keep" },
      { head: "What it means", is: "text" },
    ],
    Object.entries(columns).map(([key, { told, unit }]) => [
      html`<code>${key}</code>`,
      html`${told}${unit === undefined ? NOTHING : html` (${unit})`}`,
    ]),
  )}</details></section>
`;
}

const isNeeded = (part: z.core.$ZodType): boolean => !(part as z.ZodType).safeParse(undefined).success;

/** "?series=…", with what cannot be left out. */
function asked({ parameters }: Chart): string {
  const needed = Object.entries(parameters.shape).filter(([, part]) => isNeeded(part));
  return needed.length === 0 ? "" : `?${needed.map(([key]) => `${key}=…`).join("&")}`;
}

function where({ shown, pages }: Chart["meta"]): Html {
  if (shown === "frame") return html`No page shows it: it is for embedding.`;
  return html`On ${pages.map((page, at) => html`${at > 0 ? ", " : ""}<code>${page.split("?")[0]}</code>`)}.`;
}
