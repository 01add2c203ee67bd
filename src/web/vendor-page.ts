/** One vendor: its rigs and their trends, what they gave, what was promised for releases and what came. */
import type { ShownVendor } from "../actions/show-vendor.ts";
import { counted } from "../charts/describe.ts";
import { fixed } from "../charts/number.ts";
import type { PledgeKept } from "../model/release-coverage.ts";
import { type Html, html, NOTHING, named } from "./html.ts";
import { layout } from "./layout.ts";
import { pill } from "./pill.ts";
import { rigTable } from "./rig-table.ts";
import { stackTable } from "./stack-table.ts";

export interface VendorPageData extends ShownVendor {
  /** Sections of charts that name this page. */
  readonly charts?: Html;
}

export function vendorPage({ vendor, rigs, pledges, charts = NOTHING }: VendorPageData): Html {
  const hours = rigs.reduce((sum, one) => sum + (one.hours?.hours ?? 0), 0);
  const runs = rigs.reduce((sum, one) => sum + (one.hours?.runs ?? 0), 0);
  return layout({
    title: vendor,
    isLive: true,
    current: "/rigs",
    content: html`<p class="crumbs"><a href="/rigs">Rigs</a> / Vendors</p><h1>${named(vendor)}</h1>
<p class="sub">${counted(rigs.length, "rig")}, ${fixed(hours, 0)} busy hours, ${counted(runs, "run")}. Private rigs are counted and shown for the vendor's readers only.</p>
${rigs.length === 0 ? NOTHING : html`<section class="card"><h2>Rigs</h2>${rigTable("Rigs", rigs, { showsVendor: false })}${trends(rigs)}</section>`}
${charts}${pledgeSection(pledges)}`,
  });
}

function trends(rigs: ShownVendor["rigs"]): Html {
  return html`<ul class="links" aria-label="Trends">${rigs.map(
    ({ condition: { rig } }) =>
      html`<li><a href="/?rig=${encodeURIComponent(rig.rig)}#series">Trends of ${named(rig.rig)}</a></li>`,
  )}</ul>`;
}

function pledgeSection(pledges: ShownVendor["pledges"]): Html {
  if (pledges.length === 0)
    return html`<section class="card"><h2>Pledges</h2><p>Nothing was pledged for a release: a train's file says so (<code>pledges</code>).</p></section>`;
  return html`<section class="card"><h2>Pledged and delivered</h2>${stackTable(
    "Pledges",
    [
      { head: "Release", is: "text" },
      { head: "State", is: "keep" },
      { head: "Hours", is: "num" },
      { head: "Cells", is: "num" },
    ],
    pledges.map((pledge) => [
      html`<a href="/releases/${encodeURIComponent(pledge.release)}">${named(pledge.release)}</a>`,
      keptPill(pledge),
      html`${fixed(pledge.hoursDelivered, 0)}${pledge.hoursPledged === null ? NOTHING : html` of ${fixed(pledge.hoursPledged, 0)}`}`,
      pledge.cellsPledged === null ? html`–` : html`${pledge.cellsDelivered} of ${pledge.cellsPledged}`,
    ]),
  )}</section>`;
}

function keptPill({ hoursPledged, hoursDelivered, cellsPledged, cellsDelivered }: PledgeKept): Html {
  const isKept = hoursDelivered >= (hoursPledged ?? 0) && cellsDelivered >= (cellsPledged ?? 0);
  return isKept ? pill("tick", "kept", "good") : pill("diamond", "not yet", "warn");
}
