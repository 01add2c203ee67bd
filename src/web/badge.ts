/** A badge: one word of judgement with its shape, small enough for a README. Drawn here because it needs our colours and our widths. */
import { DARK, LIGHT, type Palette } from "../charts/theme.ts";
import { textWidth } from "../render/text-width.ts";
import { quoted } from "../render/tidy-markup.ts";
import type { Tone } from "./pill.ts";
import { drawnShape, type Shape } from "./shape.ts";

const SIZE = 11;
const HEIGHT = 20;
const TONES: Record<Tone, readonly [ink: keyof Palette, ground: keyof Palette]> = {
  bad: ["bad", "bad-soft"],
  good: ["good", "good-soft"],
  warn: ["warn", "warn-soft"],
  quiet: ["muted", "quiet"],
};

export interface Badge {
  readonly of: string;
  readonly word: string;
  readonly mark: Shape;
  readonly tone: Tone;
}

export function badgeSvg({ of, word, mark, tone }: Badge): string {
  const left = Math.ceil(textWidth(of, SIZE, 400)) + 16;
  const right = Math.ceil(textWidth(word, SIZE, 600)) + 32;
  const [ink, ground] = TONES[tone];
  const text = (x: number, words: string, weight: number, colour: string) =>
    `<text x="${x}" y="14" font-size="${SIZE}" font-weight="${weight}" class="${colour}">${quoted(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" viewBox="0 0 ${left + right} ${HEIGHT}" role="img" aria-label="${quoted(`${of}: ${word}`)}"><style>${rules(LIGHT)}@media (prefers-color-scheme:dark){${rules(DARK)}}</style><clipPath id="r"><rect width="${left + right}" height="${HEIGHT}" rx="4"/></clipPath><g clip-path="url(#r)" font-family="Inter,Verdana,sans-serif"><rect width="${left}" height="${HEIGHT}" class="quiet"/><rect x="${left}" width="${right}" height="${HEIGHT}" class="${ground}"/>${text(8, of, 400, "ink")}<g transform="translate(${left + 8} 4)" class="${ink} shape">${drawnShape(mark)}</g>${text(left + 24, word, 600, ink)}</g></svg>`;
}

const rules = (palette: Palette): string =>
  `${(Object.keys(palette) as (keyof Palette)[]).map((name) => `.${name}{fill:${palette[name]}}`).join("")}${Object.values(
    TONES,
  )
    .map(([ink]) => `.${ink} .hollow,.${ink} .stroke{fill:none;stroke:${palette[ink]};stroke-width:1.7}`)
    .join("")}`;
