/** Every rig, the ones that need a person first. */
import type { VendorRig } from "../actions/show-vendor.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { rigTable } from "./rig-table.ts";

const URGENCY = ["drifted", "silent", "new", "away", "measuring"] as const;

export function rigsPage(rigs: readonly VendorRig[]): Html {
  const sorted = [...rigs].sort((a, b) => URGENCY.indexOf(a.condition.word) - URGENCY.indexOf(b.condition.word));
  return layout({
    title: "Rigs",
    isLive: true,
    current: "/rigs",
    content: html`<h1>Rigs</h1>
<p class="sub">Static hardware that measures. Private rigs are shown to their vendor's readers only.</p>
${
  rigs.length === 0
    ? html`<p class="none">No rig is registered yet: <code>tarnish rig add NAME --vendor YOU</code> registers one.</p>`
    : html`<section class="card">${rigTable("Rigs", sorted, { showsVendor: true })}</section>`
}`,
  });
}
