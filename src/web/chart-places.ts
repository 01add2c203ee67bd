/** Where a chart stands among the pages, as its template says it: `/rigs/:rig`, `/compare?base&head`. */
import type { Chart } from "../actions/charts/chart.ts";
import type { PageCall } from "./page.ts";

type Query = PageCall["query"];

/** Of a place its path and the parameters that it takes after it. */
function parted(place: string): { readonly path: string; readonly after: readonly string[] } {
  const [path = "", after = ""] = place.split("?");
  return { path, after: after.split("&").filter(Boolean) };
}

const namesIn = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);

/** Paths that differ in the names of their parameters only are one page. */
const shapeOf = (path: string): string => path.replace(/:\w+/g, ":");

/** The page that a chart is a part of, by the query string of the chart's own address. */
export function pageOf({ meta }: Pick<Chart, "meta">, query: Query): string {
  const places = meta.pages.map(parted);
  const place = places.find(({ path }) => namesIn(path).every((name) => query[name] !== undefined)) ?? places[0];
  if (place === undefined) return "/";
  const path = place.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(query[name] ?? ""));
  const after = new URLSearchParams(picked(place.after, query)).toString();
  return after === "" ? path : `${path}?${after}`;
}

/** What a chart's own address asks for on a page that shows it; undefined where that page does not. */
export function queryOn(
  { meta }: Pick<Chart, "meta">,
  page: string,
  { params, query }: Pick<PageCall, "params" | "query">,
): Query | undefined {
  const place = meta.pages.map(parted).find(({ path }) => shapeOf(path) === shapeOf(page));
  if (place === undefined) return undefined;
  const values = namesIn(page).map((name) => params[name] ?? "");
  const filled = namesIn(place.path).map((name, at) => [name, values[at] ?? ""]);
  return { ...Object.fromEntries(filled), ...picked(place.after, query) };
}

function picked(names: readonly string[], query: Query): Query {
  return Object.fromEntries(names.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])));
}
