/** What needs a person now, before everything else on the overview. */
import type { Needs } from "../actions/needs.ts";
import { counted } from "../charts/describe.ts";
import { type Html, html, NOTHING, named, shaLink } from "./html.ts";
import { pill, verdictPill } from "./pill.ts";
import { regressionPill } from "./regression-item.ts";
import { rigLink, rigPill } from "./rig-words.ts";

/** Of each kind; the rest is a link away. */
const MOST = 5;

export function needsSection({ landings, rigs, regressions }: Needs): Html {
  if (landings.length + rigs.length + regressions.length === 0)
    return html`<section class="card needs"><h2>What needs me</h2><p>${pill("tick", "nothing", "good")} No landing is red or undecided, no rig drifted or fell silent, no regression is open.</p></section>`;
  return html`<section class="needs" aria-labelledby="needs"><h2 id="needs">What needs me</h2><div class="columns">
${column(
  "Landings",
  landings.length,
  "/changesets",
  landings
    .slice(0, MOST)
    .map(
      (one) =>
        html`${verdictPill(one.verdict)} ${shaLink(one.sha)} ${named(one.subject ?? "")}<small>${one.why}</small>`,
    ),
  "None is red or undecided.",
)}
${column(
  "Regressions",
  regressions.length,
  "/regressions",
  regressions
    .slice(0, MOST)
    .map(
      (one) =>
        html`${regressionPill(one)} <a href="/regressions#r${one.id}">${named(one.title)}</a><small>${one.clock.isOverdue ? html`<strong>overdue</strong>, ` : NOTHING}${one.assignee === null ? "nobody took it" : named(one.assignee)}</small>`,
    ),
  "None is open.",
)}
${column(
  "Rigs",
  rigs.length,
  "/rigs",
  rigs
    .slice(0, MOST)
    .map(
      (one) =>
        html`${rigPill(one)} ${rigLink(one.rig.rig)}<small>${one.word === "drifted" ? named(one.drift) : html`nothing heard lately`}</small>`,
    ),
  "None drifted or fell silent.",
)}
</div></section>`;
}

function column(title: string, count: number, href: string, items: readonly Html[], none: string): Html {
  return html`<div class="card"><h3><a href="${href}">${title}</a> <span class="count">${count}</span></h3>${
    count === 0
      ? html`<p>${pill("tick", "nothing", "good")} ${none}</p>`
      : html`<ul class="found">${items.map((item) => html`<li>${item}</li>`)}</ul>`
  }${count > items.length ? html`<p class="sub"><a href="${href}">${counted(count - items.length, "more", "more")}</a></p>` : NOTHING}</div>`;
}
