/** The few pieces of HTML that every page uses. Text is escaped by the template; only pictures made here are raw. */
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { dayOf } from "../charts/landing-axis.ts";

export { html };
/** What a page function gives: hand it to hono's `c.html(…)`. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export const NOTHING: Html = html``;

/** An SVG from `renderSvg`, whose text is escaped already. */
export function picture(svg: string): Html {
  return raw(svg);
}

/** The first ten digits; the whole on demand. */
export function shaCode(sha: string): Html {
  return html`<code title="${sha}">${sha.slice(0, 10)}</code>`;
}

/** The same, leading to the changeset's page. */
export function shaLink(sha: string): Html {
  return html`<a href="/changesets/${encodeURIComponent(sha)}">${shaCode(sha)}</a>`;
}

/** A day, machine-readable to the second; nothing when not known. */
export function day(time: string | undefined): Html {
  return time === undefined ? NOTHING : html`<time datetime="${time}">${dayOf(time)}</time>`;
}

/** An instant to the minute, in UTC until a script knows the reader's zone. */
export function moment(time: string | undefined): Html {
  return time === undefined
    ? NOTHING
    : html`<time datetime="${time}" data-clock>${dayOf(time)}, ${time.slice(11, 16)} UTC</time>`;
}

/** Names longer than this are cut after a few lines by the style sheet, and tell themselves when pointed at. */
const LONG = 120;

/** A name that people chose: its writing direction is its own. */
export function named(text: string): Html {
  return text.length > LONG ? html`<bdi title="${text}">${text}</bdi>` : html`<bdi>${text}</bdi>`;
}

/** A table wider than the screen scrolls in its own box, by keyboard too. */
export function scrollBox(label: string, content: Html): Html {
  return html`${scrollsFrom(label)}${content}</div>`;
}

/** Where such a box begins, whose content comes by and by: a `</div>` ends it. */
export const scrollsFrom = (label: string): Html =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">`;
