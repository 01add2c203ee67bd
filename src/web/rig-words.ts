/** How a rig is doing, as a badge and as a sentence. */
import type { RigCondition, RigWord } from "../actions/rig-condition.ts";
import { fixed } from "../charts/number.ts";
import { day, type Html, html, moment, NOTHING, named } from "./html.ts";
import { pill, type Tone } from "./pill.ts";
import type { Shape } from "./shape.ts";

const WORDS: Record<RigWord, { readonly mark: Shape; readonly tone: Tone }> = {
  drifted: { mark: "square", tone: "warn" },
  silent: { mark: "cross", tone: "bad" },
  away: { mark: "ring", tone: "quiet" },
  measuring: { mark: "tick", tone: "good" },
  new: { mark: "ring", tone: "quiet" },
};

export const rigPill = ({ word }: RigCondition): Html => pill(WORDS[word].mark, word, WORDS[word].tone);

/** What a person can do about it. */
export function rigSentence({ word, rig, heardAt, everyHours, drift }: RigCondition): Html {
  const rhythm = everyHours === null ? NOTHING : html`, and it measured about every ${everyWords(everyHours)}`;
  switch (word) {
    case "drifted":
      return html`Its state changed and nobody accepted that yet: ${named(drift)}. Comparisons across it are invalid until <code>tarnish rig accept</code> says what it is.`;
    case "silent":
      return html`Nothing was heard since ${moment(heardAt ?? undefined)}${rhythm}. <code>tarnish rig away ${rig.rig} --until DATE</code> says that this is meant.`;
    case "away":
      return html`Away until ${day(rig.awayUntil)}${rig.awayBecause === undefined ? NOTHING : html`: ${named(rig.awayBecause)}`}; no required cell waits for it.`;
    case "measuring":
      return html`Heard of last on ${moment(heardAt ?? undefined)}${rhythm}.`;
    case "new":
      return html`It posted nothing yet.`;
  }
}

/** "24 hours", "7 days". */
export function everyWords(hours: number): string {
  if (hours >= 47.5) return `${fixed(hours / 24, hours < 240 ? 1 : 0).replace(/\.0$/, "")} days`;
  if (hours >= 1.5) return `${fixed(hours, 0)} hours`;
  if (hours >= 0.75) return "hour";
  return hours * 60 < 1.5 ? "minute" : `${fixed(hours * 60, 0)} minutes`;
}

export const rigLink = (name: string): Html => html`<a href="/rigs/${encodeURIComponent(name)}">${named(name)}</a>`;

export const vendorLink = (name: string): Html =>
  html`<a href="/vendors/${encodeURIComponent(name)}">${named(name)}</a>`;
