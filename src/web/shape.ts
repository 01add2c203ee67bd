/** The marks that stand beside every word of judgement: told apart by shape, so that colour is never alone. */
import { raw } from "hono/html";
import type { Html } from "./html.ts";

const DRAWN = {
  "triangle-up": '<path d="M6 1.5 11 10.5H1Z"/>',
  "triangle-down": '<path d="M6 10.5 1 1.5h10Z"/>',
  "hollow-up": '<path class="hollow" d="M6 2.2 10.3 10H1.7Z"/>',
  "hollow-down": '<path class="hollow" d="M6 9.8 1.7 2h8.6Z"/>',
  dot: '<circle cx="6" cy="6" r="4"/>',
  ring: '<circle class="hollow" cx="6" cy="6" r="4.2" stroke-dasharray="2.2 2.2"/>',
  tick: '<path class="stroke" d="M1.5 6.5 4.5 9.5 10.5 2.5"/>',
  cross: '<path class="stroke" d="M2 2 10 10M10 2 2 10"/>',
  diamond: '<path class="hollow" d="M6 1 11 6 6 11 1 6Z"/>',
  square: '<path d="M1.5 1.5h9v9h-9Z"/>',
} as const;

export type Shape = keyof typeof DRAWN;

/** Twelve by twelve, to be put into an SVG. */
export const drawnShape = (name: Shape): string => DRAWN[name];

export function shape(name: Shape): Html {
  return raw(`<svg class="shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${DRAWN[name]}</svg>`);
}
