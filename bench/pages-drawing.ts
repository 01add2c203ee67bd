/** What does each kind of chart cost to draw, on one core, from the rows of the service that is measured? */
import { loadavg } from "node:os";
import { CHARTS } from "../src/actions/charts/all.ts";
import { renderSvg } from "../src/render/svg.ts";
import { fetched } from "./pages-fetch.ts";
import { say } from "./say.ts";

/** The first of them compile the template and warm the program. */
const TRIES = 25;
const WARM = 5;

/** As on the pages, for screens. `pages`: addresses; each chart is taken from the first page that links to it. */
export async function drawings(url: string, pages: readonly string[]): Promise<void> {
  const queries = new Map<string, string>();
  for (const page of pages) {
    for (const [, name = "", query = ""] of (await fetched(url, page)).text.matchAll(
      /\/charts\/([a-z-]+)\.csv\?([^"]*)"/g,
    ))
      if (!queries.has(name)) queries.set(name, query.replaceAll("&amp;", "&"));
  }
  queries.set("spark", queries.get("series") ?? "");
  for (const [name, query] of queries) {
    const rows: unknown = JSON.parse((await fetched(url, `/charts/${name}.rows?${query}`)).text);
    const chart = CHARTS.get(name);
    if (chart === undefined) continue;
    const times: number[] = [];
    for (let at = 0; at < TRIES; at++) {
      const before = process.cpuUsage();
      await renderSvg(chart.of(rows).spec(chart.meta.sizes.page));
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    const value = times.slice(WARM).sort((a, b) => a - b)[(TRIES - WARM) >> 1] ?? Number.NaN;
    say("pages.chart_cpu", value, "ms", { chart: name, load: Number(loadavg()[0]?.toFixed(1)), target: "≤ 20" });
  }
}
