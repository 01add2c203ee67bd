/** What was found, kind by kind. */
import type { Found, SearchResult } from "../actions/search.ts";
import { counted } from "../charts/describe.ts";
import { parametersOf } from "../model/series.ts";
import { day, type Html, html, NOTHING, named, shaLink } from "./html.ts";
import { layout } from "./layout.ts";
import { rigLink, vendorLink } from "./rig-words.ts";

export interface SearchPageData {
  /** As it was asked; empty before anything was. */
  readonly text: string;
  readonly result: SearchResult | null;
}

export function searchPage({ text, result }: SearchPageData): Html {
  return layout({
    title: text === "" ? "Search" : `Search: ${text}`,
    current: "/search",
    content: html`<h1>Search</h1>
<form class="filter" method="get" action="/search" role="search"><label class="grow">Everything<input type="search" name="q" value="${text}" maxlength="200" placeholder="sha, subject, ticket, benchmark, metric, rig, vendor, release"></label><button type="submit">Search</button></form>
${result === null ? html`<p class="sub">Series, changesets, releases, rigs, vendors and landings; every word must occur, a sha from its first four digits on.</p>` : found(text, result)}`,
  });
}

function found(text: string, result: SearchResult): Html {
  const total = Object.values(result).reduce((sum: number, one: Found<unknown>) => sum + one.total, 0);
  if (total === 0)
    return html`<p class="none" role="status">Nothing that you may see has ${named(text)} in it. Private rigs are found by their vendor's readers only.</p>`;
  return html`<p class="sub" role="status">${counted(total, "result")}.</p>
${section("Changesets", result.changesets, ({ sha, subject, ticket, branch, position, committedAt }) => html`${shaLink(sha)} ${named(subject ?? "")}<small>${[ticket === undefined ? NOTHING : html`${named(ticket)} · `, branch === undefined ? NOTHING : html`<span class="branch">${named(branch)}</span> `, position === undefined ? html`not landed ` : html`#${position} `, day(committedAt)]}</small>`)}
${section("Series", result.series, (one) => html`<a href="/series/${one.id}">${named(`${one.benchmark} ${one.metric}`)}</a><small>${named([one.rig, ...parametersOf(one)].join(" · "))}</small>`)}
${section("Releases", result.releases, ({ tag, sha, releasedAt }) => html`<a href="/releases/${encodeURIComponent(tag)}">${named(tag)}</a><small>${shaLink(sha)} ${day(releasedAt)}</small>`)}
${section("Rigs", result.rigs, ({ rig, description }) => html`${rigLink(rig)}<small>${named(description ?? "")}</small>`)}
${section("Vendors", result.vendors, (vendor) => vendorLink(vendor))}
${section("Landings", result.landings, ({ ticket, kind, release }) => html`<a href="/search?q=${encodeURIComponent(ticket)}">${named(ticket)}</a><small>${kind ?? "no kind"}${release === undefined ? NOTHING : html`, for ${named(release)}`} · <a href="/v1/landings/${encodeURIComponent(ticket)}">as JSON</a></small>`)}`;
}

function section<T>(title: string, { items, total }: Found<T>, row: (item: T) => Html): Html {
  if (total === 0) return NOTHING;
  return html`<section class="card"><h2>${title} <span class="count">${total}</span></h2><ul class="found">${items.map((item) => html`<li>${row(item)}</li>`)}</ul>${total > items.length ? html`<p class="sub">${counted(total - items.length, "more", "more")}; add a word to narrow it.</p>` : NOTHING}</section>`;
}
