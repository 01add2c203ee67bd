/** One rig: how it is doing in one sentence; then what it can see, what became of its environment, what it gave. */
import type { ShownRigState } from "../actions/show-rig.ts";
import { counted } from "../charts/describe.ts";
import { isPrivate } from "../model/changeset.ts";
import { chartFigure } from "./chart-figure.ts";
import { type Html, html, NOTHING, named } from "./html.ts";
import { layout } from "./layout.ts";
import type { Pictures } from "./pictures.ts";
import { environmentSection, epochSection } from "./rig-environment.ts";
import { hoursText } from "./rig-table.ts";
import { rigPill, rigSentence, vendorLink } from "./rig-words.ts";
import { sightKey, sightTable } from "./sight-table.ts";
import { stackTable } from "./stack-table.ts";

export interface RigPageData extends ShownRigState {
  /** Of what it can see; empty strings when nothing was measured. */
  readonly pictures: Pictures;
  /** Sections of charts that name this page. */
  readonly charts?: Html;
}

export function rigPage(data: RigPageData): Html {
  const { condition, sight, pictures } = data;
  const { rig } = condition;
  const query = `rig=${encodeURIComponent(rig.rig)}`;
  return layout({
    title: rig.rig,
    isLive: true,
    current: "/rigs",
    content: html`<p class="crumbs"><a href="/rigs">Rigs</a>${rig.vendor === undefined ? NOTHING : html` / ${vendorLink(rig.vendor)}`}</p>
<div class="row"><h1>${named(rig.rig)}</h1>${rigPill(condition)}</div>
<p class="sub">${identity(data)}</p>
<section class="card verdict"><p>${rigSentence(condition)}</p></section>
<section class="card"><h2>What this rig can see</h2>${blindness(data)}
${chartFigure(pictures, { name: "sight", query, label: "Sight", key: sightKey() })}
${sight.rows.length === 0 ? NOTHING : html`<details><summary>As a table</summary>${sightTable(sight)}</details>`}</section>
${data.charts ?? NOTHING}${epochSection(data.epochs)}
${environmentSection(data.environment)}
${hoursSection(data)}
<ul class="links" aria-label="More of it"><li><a href="/?${query}#series">Trends on this rig</a></li></ul>`,
  });
}

function identity({ condition: { rig } }: RigPageData): Html {
  const parts = [
    ...(rig.vendor === undefined ? [] : [vendorLink(rig.vendor)]),
    ...(rig.description ? [named(rig.description)] : []),
    ...(rig.labels ?? []).map((label) => html`<span class="branch">${named(label)}</span>`),
    html`${isPrivate(rig) ? "private" : "public"}`,
    ...(rig.virtualCounts ? [html`virtual machines count`] : []),
  ];
  return html`${parts.map((part, index) => html`${index > 0 ? " · " : ""}${part}`)}`;
}

function blindness({ sight: { rows } }: RigPageData): Html {
  if (rows.length === 0) return html`<p class="none">No series was measured here yet.</p>`;
  const blind = rows.filter(({ word }) => word === "blind").length;
  const unknown = rows.filter(({ word }) => word === "unknown").length;
  const sees = rows.length - blind - unknown;
  return html`<p>${sees} of ${counted(rows.length, "series", "series")} would show what is material, in five runs over three blocks against ten in three${blind > 0 ? html`; <strong>${blind} would not</strong>: a pass of those says little` : NOTHING}${unknown > 0 ? html`; of ${unknown} the noise is not known yet` : NOTHING}. <a href="/help#minimum-detectable-effect">What this means</a></p>`;
}

function hoursSection({ hours, total, lately }: RigPageData): Html {
  if (total.runs === 0) return NOTHING;
  return html`<section class="card"><h2>Hours used</h2><p>${hoursText(total)} busy hours in ${counted(total.runs, "run")}; ${hoursText(lately)} of them in the last 30 days.</p>${stackTable(
    "Hours by cause",
    [
      { head: "Cause", is: "text" },
      { head: "Busy hours", is: "num" },
      { head: "Runs", is: "num" },
      { head: "Without an end", is: "num" },
    ],
    hours.map((one) => [html`${one.of}`, html`${hoursText(one)}`, html`${one.runs}`, html`${one.withoutEnd}`]),
  )}</section>`;
}
