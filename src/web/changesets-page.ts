/** Changesets of a branch, the newest first, each with the gate's last word. */
import type { ChangesetList, ListedChangeset } from "../actions/list-changesets.ts";
import { counted } from "../charts/describe.ts";
import { WORST_FIRST } from "../model/verdict.ts";
import { option } from "./filter-form.ts";
import { day, type Html, html, NOTHING, named, shaLink } from "./html.ts";
import { layout } from "./layout.ts";
import { verdictPill } from "./pill.ts";
import { stackTable } from "./stack-table.ts";

/** What the address may ask for. */
export const CHANGESET_VERDICTS = ["all", ...WORST_FIRST, "none"] as const;

export interface ChangesetsPageData extends ChangesetList {
  /** As it stands in the address. */
  readonly verdict: string;
  /** Newer ones are before it. */
  readonly isFurther: boolean;
}

export function changesetsPage(data: ChangesetsPageData): Html {
  const { branch, items, branches } = data;
  return layout({
    title: branch === "" ? "Changesets" : `Changesets of ${branch}`,
    isLive: data.isWhole,
    current: "/changesets",
    content: html`<h1>Changesets</h1>
<p class="sub">In the order in which they landed, the newest first; what has not landed stands above what it builds on. Each with what the gate said last.</p>
${
  branches.length === 0
    ? html`<p class="none">No changeset is known yet: <code>tarnish changeset sync --git DIR</code> tells in which order they landed.</p>`
    : html`${filter(data)}
${items.length === 0 ? NOTHING : html`<section class="card"><h2>${branch === "" ? "Of no branch" : named(branch)}</h2>${table(items)}</section>`}
${further(data)}`
}`,
  });
}

const words = (verdict: string): string => (verdict === "none" ? "not judged" : verdict.replaceAll("_", " "));

function filter({ branch, branches, verdict }: ChangesetsPageData): Html {
  const isSet = verdict !== "all" || branch !== branches[0];
  return html`<form class="filter" method="get" action="/changesets" role="search" aria-label="Changesets"><label>Branch<select name="branch">${branches.map((one) => option(one, one || "none", branch))}</select></label>
<label>Verdict<select name="verdict">${CHANGESET_VERDICTS.map((one) => option(one, words(one), verdict))}</select></label><button type="submit">Show</button>${isSet ? html`<a class="clear" href="/changesets">Clear</a>` : NOTHING}</form>`;
}

const table = (items: readonly ListedChangeset[]): Html =>
  stackTable(
    "Changesets",
    [
      { head: "Verdict", is: "keep" },
      { head: "Changeset", is: "keep" },
      { head: "Subject, and why", is: "text" },
    ],
    items.map((one) => [said(one), changeset(one), subject(one)]),
  );

function said({ said: one }: ListedChangeset): Html {
  if (one === null) return html`<small>not judged</small>`;
  return html`${verdictPill(one.verdict)}${one.final ? NOTHING : html`<small>still measuring</small>`}`;
}

function changeset({ sha, position, patchset, committedAt }: ListedChangeset): Html {
  const place = position === undefined ? html`not landed` : html`#${position}`;
  return html`${shaLink(sha)}<small>${place}${patchset === undefined ? NOTHING : html`, patchset ${patchset}`} ${day(committedAt)}</small>`;
}

const subject = ({ subject: text = "–", said: one }: ListedChangeset): Html =>
  html`${named(text)}${one === null ? NOTHING : html`<small>${one.why}</small>`}`;

/** Where to go on; what is sought may be further down than one answer looks. */
function further({ branch, verdict, items, next, looked, isFurther }: ChangesetsPageData): Html {
  const to = (after?: string) =>
    `/changesets?${new URLSearchParams({ branch, ...(verdict !== "all" && { verdict }), ...(after !== undefined && { after }) })}`;
  const none =
    items.length > 0
      ? NOTHING
      : html`<p class="none" role="status">${looked === 0 ? "The list ends here." : `None of ${counted(looked, "changeset")} is ${words(verdict)}.`}</p>`;
  const links = [
    ...(isFurther ? [html`<a href="${to()}">Newest</a>`] : []),
    ...(next === null ? [] : [html`<a href="${to(next)}">${items.length === 0 ? "Look further down" : "Older"}</a>`]),
  ];
  return html`${none}${links.length === 0 ? NOTHING : html`<ul class="links" aria-label="More changesets">${links.map((link) => html`<li>${link}</li>`)}</ul>`}`;
}
