/** What a rig reported of itself: its states over time with their epochs, and the facts of its newest run. */
import type { RigEpochs, ShownState } from "../actions/rig-epochs.ts";
import { counted } from "../charts/describe.ts";
import type { Environment, Facts } from "../model/run.ts";
import { day, type Html, html, NOTHING, named } from "./html.ts";
import { pill } from "./pill.ts";
import { stackTable } from "./stack-table.ts";

export function epochSection({ states }: RigEpochs): Html {
  if (states.length === 0)
    return html`<section class="card"><h2>Environment over time</h2><p>Its runs told no watched facts, so nobody would notice a change: <code>tarnish rig init</code> collects them.</p></section>`;
  const open = states.filter(({ epoch }) => epoch === null).length;
  return html`<section class="card"><h2>Environment over time</h2><p>${counted(states.length, "state")}${open > 0 ? html`, <strong>${open} that nobody accepted</strong>` : NOTHING}. A run is compared with runs of its own epoch; epochs are chained by what was measured on both sides. <a href="/help#epoch">What this means</a></p>${stackTable(
    "States of the rig",
    [
      { head: "Epoch", is: "keep" },
      { head: "What changed", is: "text" },
      { head: "First seen", is: "keep" },
      { head: "Last seen", is: "keep" },
      { head: "Runs", is: "num" },
    ],
    [...states].reverse().map(stateRow),
  )}</section>`;
}

function stateRow({ watchHash, epoch, reason, firstSeen, lastSeen, runs, changed }: ShownState): Html[] {
  return [
    epoch === null ? pill("square", "drift, open", "warn") : pill("dot", epoch, "quiet"),
    html`${changed === "" ? html`as first seen` : named(changed)}${reason === null ? NOTHING : html`<small>${named(reason)}</small>`}<small>state <code>${watchHash}</code></small>`,
    firstSeen === null ? html`not yet` : day(firstSeen),
    lastSeen === null ? html`–` : day(lastSeen),
    html`${runs}`,
  ];
}

const CLASSES = [
  { name: "identity", text: "another value is other hardware, hence another series" },
  { name: "watch", text: "a change opens a drift" },
  { name: "context", text: "recorded" },
] as const;

export function environmentSection(environment: Environment | null): Html {
  if (environment === null) return NOTHING;
  const nodes = environment.nodes ?? [];
  return html`<section class="card"><h2>Newest facts</h2>${CLASSES.map(({ name, text }) => factsOf(name, text, environment[name]))}
${nodes.length === 0 ? NOTHING : html`<h3>${counted(nodes.length, "node")}</h3><ul>${nodes.map(({ name, role, owner, watch }) => html`<li>${named(name)}${role === undefined ? NOTHING : html`, ${named(role)}`}${owner === undefined ? NOTHING : html`, of ${named(owner)}`}${watch === undefined ? NOTHING : html`<small> ${named(factWords(watch))}</small>`}</li>`)}</ul>`}</section>`;
}

function factsOf(name: string, text: string, facts: Facts = {}): Html {
  const entries = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return NOTHING;
  return html`<h3>${name}: ${text}</h3><dl class="facts">${entries.map(([key, value]) => html`<div><dt>${named(key)}</dt><dd>${named(value)}</dd></div>`)}</dl>`;
}

const factWords = (facts: Facts): string =>
  Object.entries(facts)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
