/** What was prepared before the code was measured: the landing of the changeset's ticket, and who waived what since. */
import type { ShownLanding } from "../actions/landings.ts";
import type { StoredExpectation } from "../model/landing.ts";
import type { MaterialThreshold } from "../model/selector.ts";
import type { AppliedWaiver } from "../model/waiver.ts";
import { day, type Html, html, NOTHING, named } from "./html.ts";

export function landingCard(landing: ShownLanding | null): Html {
  if (landing === null) return NOTHING;
  const { ticket, kind, release, plan, designs = [], inspections = [], absent, late, slips } = landing;
  const facts = [
    ...(kind === undefined ? [] : [html`a ${kind}`]),
    ...(release === undefined ? [] : [html`for ${named(release)}`]),
    ...slips.map(({ from, to, at }) => html`slipped from ${named(from)} to ${named(to)} on ${day(at)}`),
  ];
  return html`<section class="card"><h2>Landing ${named(ticket)}</h2>
${facts.length > 0 ? html`<p>${facts.map((fact, index) => html`${index > 0 ? " · " : ""}${fact}`)}</p>` : NOTHING}
${list("Expected before the first run", plan?.expects?.map((one, index) => expectation(one, late.includes(index))) ?? [])}
${list("To be measured", [...(plan?.benchmarks ?? []), ...(plan?.cells ?? [])].map(named))}
${list("Design", designs.map(named))}
${list(
  "Inspected by",
  inspections.map(({ who, at, note }) => html`${named(who)} ${day(at)} ${named(note ?? "")}`),
)}
${list("Absent", absent.map(named))}</section>`;
}

function list(title: string, items: readonly Html[]): Html {
  return items.length === 0 ? NOTHING : html`<h3>${title}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function expectation(
  { effect, upTo, why, declaredAt, parameters, ...which }: StoredExpectation,
  isLate: boolean,
): Html {
  const what = [
    ...Object.values(which),
    ...Object.entries(parameters ?? {}).map(([name, value]) => `${name} ${value}`),
  ];
  return html`${named(what.join(" ") || "every series")} ${effect} by up to ${size(upTo)}${why ? html`: ${named(why)}` : NOTHING}, declared ${day(declaredAt)}${isLate ? ", after the first run: it needs a waiver" : ""}`;
}

const size = ({ ratio, amount }: MaterialThreshold): string =>
  [
    ...(ratio === undefined ? [] : [`${Number((100 * ratio).toPrecision(3))} %`]),
    ...(amount === undefined ? [] : [`${amount.value} ${amount.unit}`]),
  ].join(" or ");

export function waiverCard(waivers: readonly AppliedWaiver[]): Html {
  if (waivers.length === 0) return NOTHING;
  return html`<section class="card" id="waived"><h2>Waived</h2><ul>${waivers.map(({ text }) => html`<li>${named(text)}</li>`)}</ul></section>`;
}
