/** Regressions: what people triage, by mouse, by keyboard, with and without a script. */
import { counted } from "../charts/describe.ts";
import { REGRESSION_STATES, type Regression } from "../model/regression.ts";
import { type Html, html, NOTHING } from "./html.ts";
import { layout } from "./layout.ts";
import { regressionItem } from "./regression-item.ts";

export interface RegressionsPageData {
  /** As they stand in the address. */
  readonly query: { readonly state: string; readonly kind: string; readonly q: string };
  readonly found: readonly Regression[];
  readonly mayTriage: boolean;
  /** What was refused just now; empty when nothing was. */
  readonly fault: string;
}

/** On one page; the rest is found by the filter. */
const MOST = 30;

export function regressionsPage({ query, found, mayTriage, fault }: RegressionsPageData): Html {
  return layout({
    title: "Regressions",
    isLive: true,
    current: "/regressions",
    content: html`<h1>Regressions</h1>
<p class="sub">All change points of one cause together, the newest first. ${mayTriage ? html`Keys: <kbd>j</kbd> and <kbd>k</kbd> go to the next and the one before, <kbd>a</kbd> acknowledges, <kbd>i</kbd> is infrastructure, <kbd>w</kbd> will not be fixed, <kbd>o</kbd> opens again, <kbd>t</kbd> and <kbd>n</kbd> begin to write.` : html`To triage, <a href="/sign-in">sign in</a> with a token that has the scope <code>triage</code>.`}</p>
<form class="filter" method="get" action="/regressions" role="search"><label class="grow">Search<input type="search" name="q" value="${query.q}" maxlength="200"></label>
<label>State<select name="state">${options(["open", "all", ...REGRESSION_STATES.filter((state) => state !== "open")], query.state)}</select></label>
<label>Kind<select name="kind">${options(["worse", "improvement", "all"], query.kind)}</select></label><button type="submit">Show</button></form>
${fault === "" ? NOTHING : html`<p class="fault" role="alert">${fault}</p>`}
${found.length === 0 ? html`<p class="none" role="status">No regression of this kind. <a href="/regressions?state=all&amp;kind=all">Show all</a>.</p>` : html`<ol class="regressions" data-triage>${found.slice(0, MOST).map((one, at) => regressionItem(one, mayTriage ? String(backTo(query, found[at + 1] ?? found[at - 1])) : null))}</ol>`}
${found.length > MOST ? html`<p class="sub">${counted(found.length - MOST, "more", "more")}; the filter narrows it.</p>` : NOTHING}`,
  });
}

/** The same list after a form, at the neighbour where the filter no longer lets the one through that was dealt with. */
const backTo = ({ state, kind, q }: RegressionsPageData["query"], neighbour: Regression | undefined): URLSearchParams =>
  new URLSearchParams({ state, kind, ...(q && { q }), ...(neighbour && { next: neighbour.id }) });

const options = (values: readonly string[], chosen: string): Html =>
  html`${values.map((value) => html`<option value="${value}"${value === chosen ? html` selected` : NOTHING}>${value.replaceAll("_", " ")}</option>`)}`;
