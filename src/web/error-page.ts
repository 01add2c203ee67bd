/** What went wrong, in one sentence, and where to go from here. */
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

export interface ErrorPageData {
  /** HTTP status, for example 503. */
  readonly status: number;
  readonly title: string;
  /** One sentence that says what to do. */
  readonly detail: string;
}

export function errorPage({ status, title, detail }: ErrorPageData): Html {
  return layout({
    title,
    content: html`<p class="crumbs">${status}</p><h1>${title}</h1><p class="sub">${detail}</p><p><a href="/">Back to the overview</a></p>`,
  });
}

export function notFoundPage(path: string): Html {
  return errorPage({
    status: 404,
    title: "There is no such page",
    detail: `Nothing answers at ${path}: the address may be mistyped, or the series may belong to another project.`,
  });
}
