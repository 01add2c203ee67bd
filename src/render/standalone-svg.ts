/** A picture that is right when opened alone: colours written in, light by default, dark where the reader prefers it. */
import { colourOf, DARK, LIGHT, type Palette } from "../charts/theme.ts";

/** The file's own style block is all it may use. */
export const STANDALONE_SVG_CSP = "default-src 'none'; style-src 'unsafe-inline'";

type Token = keyof Palette;
const TOKENS = Object.keys(LIGHT) as Token[];

/**
 * Every `var(--name)` becomes the light colour, which any viewer understands; the dark ones are rules on exactly these
 * attribute values, possible because each colour occurs once in the palette.
 */
export function standaloneSvg(svg: string): string {
  const used = TOKENS.filter((token) => token === "card" || svg.includes(`var(--${token})`));
  const dark = used.flatMap((token) =>
    ["fill", "stroke"].map((property) => `[${property}="${LIGHT[token]}"]{${property}:${DARK[token]}}`),
  );
  const style = `<style>@media (prefers-color-scheme:dark){${dark.join("")}}</style>`;
  const ground = `<rect width="100%" height="100%" fill="${LIGHT.card}"/>`;
  return svg
    .replace(/="var\(--([a-z-]+)\)"/g, (whole, name: string) => (colourOf(name) ? `="${colourOf(name)}"` : whole))
    .replace(/^<svg [^>]*>/, (open) => `${open}${style}${ground}`);
}
