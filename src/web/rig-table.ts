/** Rigs as rows: how each is doing, whose it is, what it gave. */
import type { VendorRig } from "../actions/show-vendor.ts";
import { counted } from "../charts/describe.ts";
import { fixed } from "../charts/number.ts";
import { isPrivate } from "../model/changeset.ts";
import type { RigHours } from "../model/rig-hours.ts";
import { type Html, html, moment, NOTHING, named } from "./html.ts";
import { rigLink, rigPill, vendorLink } from "./rig-words.ts";
import { stackTable } from "./stack-table.ts";

export function rigTable(label: string, rigs: readonly VendorRig[], options: { readonly showsVendor: boolean }): Html {
  return stackTable(
    label,
    [
      { head: "State", is: "keep" },
      { head: "Rig", is: "text" },
      { head: "Last heard from", is: "keep" },
      { head: "Series", is: "num" },
      { head: "Busy hours", is: "num" },
      { head: "Runs", is: "num" },
    ],
    rigs.map((one) => row(one, options.showsVendor)),
  );
}

function row({ condition, series, hours }: VendorRig, showsVendor: boolean): Html[] {
  const { rig, heardAt } = condition;
  return [
    html`${rigPill(condition)}${isPrivate(rig) ? html`<small>private</small>` : NOTHING}`,
    html`${rigLink(rig.rig)}<small>${showsVendor && rig.vendor !== undefined ? html`${vendorLink(rig.vendor)} ` : NOTHING}${named(rig.description ?? "")}</small>`,
    heardAt === null ? html`never` : moment(heardAt),
    html`${series}`,
    html`${hoursText(hours)}`,
    html`${hours === null ? "0" : fixed(hours.runs, 0)}${hours !== null && hours.withoutEnd > 0 ? html`<small>${counted(hours.withoutEnd, "run")} without an end</small>` : NOTHING}`,
  ];
}

/** Runs that told no end have no length. */
export const hoursText = (hours: RigHours | null): string =>
  hours === null || hours.runs === hours.withoutEnd ? "–" : fixed(hours.hours, hours.hours < 100 ? 1 : 0);
