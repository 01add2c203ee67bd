/** Overview: what was judged lately, what moved, and every series as a small multiple. */
import { counted } from "../charts/describe.ts";
import { armingCard } from "./arming.ts";
import { emptyPage } from "./empty-page.ts";
import { filterForm } from "./filter-form.ts";
import type { HomeData } from "./home-data.ts";
import { type Html, html, NOTHING, named } from "./html.ts";
import { layout } from "./layout.ts";
import { needsSection } from "./needs-section.ts";
import { seriesCard } from "./series-card.ts";
import { verdictTable } from "./verdict-table.ts";

export function homePage(data: HomeData): Html {
  if (data.total === 0) return emptyPage();
  return layout({
    title: "Overview",
    isLive: true,
    current: "/",
    content: html`<h1>Overview</h1>
<p class="sub">${counted(data.total, "series", "series")} on ${counted(data.rigs.length, "rig")}, in the order in which changesets landed.</p>
${armingCard(data.arming)}
${needsSection(data.needs)}
${verdictTable(data.verdicts)}
<section id="series"><h2>Series</h2>
${filterForm(data)}
${data.matching === 0 ? none(data) : data.suites.map(suiteSection)}
${data.next === null ? "" : html`<p><a href="${data.next}">More of the ${data.matching} matching series</a></p>`}
</section>`,
  });
}

function none({ query: { rig }, rigs }: HomeData): Html {
  const unheard =
    rig !== "" && !rigs.includes(rig)
      ? html` Rig ${named(rig)} has none that you may see: it is new, private or <a href="/search?q=${encodeURIComponent(rig)}">written otherwise</a>.`
      : NOTHING;
  return html`<p class="none">No series matches.${unheard} <a href="/#series">Show all of them</a>.</p>`;
}

function suiteSection({ suite, cards }: HomeData["suites"][number]): Html {
  return html`<h3>${named(suite || "no suite")}</h3><ul class="cards">${cards.map(seriesCard)}</ul>`;
}
