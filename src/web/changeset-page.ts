/** One changeset: may it land, in one sentence; then why, what is missing, and what would settle it. */
import type { ShownChangeset } from "../actions/show-changeset.ts";
import { counted } from "../charts/describe.ts";
import { type ChangesetActsData, changesetActsCard } from "./changeset-acts.ts";
import { chartFigure } from "./chart-figure.ts";
import { forestKey } from "./forest-key.ts";
import { day, type Html, html, moment, NOTHING, named, shaCode, shaLink } from "./html.ts";
import { landingCard, waiverCard } from "./landing-card.ts";
import { layout } from "./layout.ts";
import type { Pictures } from "./pictures.ts";
import { verdictPill } from "./pill.ts";
import { seriesVerdictTable } from "./series-verdict-table.ts";

export interface ChangesetPageData extends ShownChangeset {
  /** Of the forest; empty strings when no series has an effect to draw. */
  readonly pictures: Pictures;
  /** Sections of charts that name this page. */
  readonly charts?: Html;
  readonly acts: ChangesetActsData;
}

export function changesetPage(data: ChangesetPageData): Html {
  const { verdict, changeset } = data;
  return layout({
    title: `${changeset.subject ?? verdict.sha.slice(0, 10)}: ${verdict.verdict.replace("_", " ")}`,
    isLive: true,
    content: html`<p class="crumbs"><a href="/">Overview</a> / <a href="/changesets">Changesets</a></p>
<div class="row"><h1>${changeset.subject ? named(changeset.subject) : shaCode(verdict.sha)}</h1>${verdictPill(verdict.verdict)}</div>
<p class="sub">${identity(data)}</p>
<section class="card verdict"><h2>${headline(data)}</h2><p>${verdict.why}</p>${data.isKnown ? NOTHING : unknown(verdict.sha)}${notes(data)}${partialNote(data)}${waiting(data)}</section>
${chartFigure(data.pictures, { name: "forest", query: `changeset=${encodeURIComponent(verdict.sha)}`, label: "Effects", isCard: true, key: forestKey() })}
${data.charts ?? NOTHING}
${missing(data)}
${changesetActsCard(verdict, data.acts)}
${waiverCard(verdict.waivers)}
${landingCard(data.landing)}
<section class="card"><h2>Series</h2>${seriesVerdictTable(verdict)}</section>
<p class="sub">Policy ${named(verdict.policy.name)} ${verdict.policy.version}, look ${verdict.look}, engine ${verdict.engine}, inputs <code>${verdict.inputs.slice(0, 19)}…</code> · <a href="/v1/changesets/${verdict.sha}/verdict">verdict as JSON</a> · collateral as <a href="/v1/changesets/${verdict.sha}/collateral.html">page</a>, <a href="/v1/changesets/${verdict.sha}/collateral.md">Markdown</a>, <a href="/v1/changesets/${verdict.sha}/collateral.json">JSON</a></p>`,
  });
}

function identity({ changeset, verdict }: ChangesetPageData): Html {
  const parts = [
    html`<code>${verdict.sha.slice(0, 40)}</code>`,
    ...(changeset.branch ? [html`<span class="branch">${named(changeset.branch)}</span>`] : []),
    ...(changeset.position === undefined ? [] : [html`#${changeset.position}`]),
    ...(changeset.committedAt ? [day(changeset.committedAt)] : []),
    ...(changeset.author ? [named(changeset.author)] : []),
    ...(changeset.ticket ? [named(changeset.ticket)] : []),
    ...(verdict.patchset === null ? [] : [html`patchset ${verdict.patchset}`]),
    ...(changeset.parent ? [html`parent ${shaLink(changeset.parent)}`] : []),
  ];
  return html`${parts.map((part, index) => html`${index > 0 ? " · " : ""}${part}`)}`;
}

const HEADLINES = {
  pass: "It may land.",
  fail: "It must not land as it is.",
  inconclusive: "Not decided yet.",
  invalid_environment: "What was measured cannot be compared.",
  not_measured: "Not measured enough to say.",
} as const;

const unknown = (sha: string): Html =>
  html`<p>An address mistyped, or a changeset that was neither measured nor told of by <code>tarnish changeset sync</code>, or measured only where you may not see it. <a href="/search?q=${encodeURIComponent(sha.slice(0, 200))}">Search for it</a>.</p>`;

function headline(data: ChangesetPageData): string {
  const { verdict } = data;
  if (!data.isKnown) return "Nothing is known here of this changeset.";
  return `${HEADLINES[verdict.verdict]}${verdict.final ? "" : " Runs are still expected."}`;
}

function notes({ verdict: { why, notes: said, findings, otherEngine } }: ChangesetPageData): Html {
  const other = otherEngine
    ? [`Engine ${otherEngine.engine} said ${otherEngine.verdict.replace("_", " ")}: ${otherEngine.why}`]
    : [];
  const found = findings.map(({ text }) => text).filter((text) => !why.startsWith(text)); // once is enough
  const all = [...found, ...said, ...other];
  return all.length === 0 ? NOTHING : html`<ul>${all.map((text) => html`<li>${text}</li>`)}</ul>`;
}

function partialNote({ verdict }: ChangesetPageData): Html {
  return verdict.partial
    ? html`<p class="sub">Series of private rigs are left out; a token that may read them shows all.</p>`
    : NOTHING;
}

function waiting({ verdict: { waitingFor, eta } }: ChangesetPageData): Html {
  if (waitingFor.length === 0) return NOTHING;
  return html`<h3>What would settle it${eta === null ? NOTHING : html`, expected by ${moment(eta)}`}</h3><ul>${waitingFor.map((what) => html`<li>${what}</li>`)}</ul>`;
}

function missing({ verdict }: ChangesetPageData): Html {
  if (verdict.missing.length === 0) return NOTHING;
  return html`<section class="card"><h2>${counted(verdict.missing.length, "cell")} not measured</h2><ul>${verdict.missing.map(
    ({ what, why }) => html`<li>${named(what)}: ${why}</li>`,
  )}</ul></section>`;
}
