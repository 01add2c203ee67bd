/** Search and filters as a GET form: the page's state is its URL, and it works without a script. */
import type { HomeData } from "./home-data.ts";
import { type Html, html, NOTHING } from "./html.ts";
import { SERIES_STATES } from "./series-state.ts";

export function filterForm({ query, rigs, matching, total }: HomeData): Html {
  const isSet = query.text !== "" || query.state !== "" || query.rig !== "";
  return html`<form class="filter" method="get" action="/#series" role="search" aria-label="Series">
<label class="grow">Search<input type="search" name="q" value="${query.text}" placeholder="suite, benchmark, metric, parameter" maxlength="200"></label>
<label>State<select name="state">${option("", "all", query.state)}${SERIES_STATES.map((state) => option(state, state, query.state))}</select></label>
<label>Rig<select name="rig">${option("", "all", query.rig)}${[...new Set([...rigs, query.rig])].filter(Boolean).map((rig) => option(rig, rig, query.rig))}</select></label>
<button type="submit">Show</button>
${isSet ? html`<a class="clear" href="/#series">Clear: show all ${total}</a>` : NOTHING}
</form>
${isSet ? html`<p class="sub" role="status">${matching} of ${total} series match.</p>` : NOTHING}`;
}

/** One of a list to choose from. */
export function option(value: string, text: string, chosen: string): Html {
  return html`<option value="${value}"${value === chosen ? html` selected` : NOTHING}>${text}</option>`;
}
