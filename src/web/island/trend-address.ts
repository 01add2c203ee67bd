/** What is looked at stands in the page's address, and in those of the chart's data. */
import type { Stretch } from "../../charts/stretch.ts";
import type { TrendRows } from "./trend-rows.ts";

export function writeAddress(figure: HTMLElement, rows: TrendRows, stretch: Stretch): void {
  const isWhole = stretch.from === 0 && stretch.to === rows.count - 1;
  const name = isWhole ? { from: "", to: "" } : rows.nameOf(stretch);
  history.replaceState(history.state, "", withStretch(location.href, name));
  for (const link of figure.querySelectorAll<HTMLAnchorElement>('a[href^="/charts/"]')) {
    const url = new URL(withStretch(link.href, name));
    link.setAttribute("href", url.pathname + url.search);
  }
}

function withStretch(href: string, name: { readonly from: string; readonly to: string }): string {
  const url = new URL(href);
  for (const key of ["from", "to"] as const) {
    if (name[key] === "") url.searchParams.delete(key);
    else url.searchParams.set(key, name[key]);
  }
  return url.href;
}
