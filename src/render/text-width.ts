/** Widths of text without a canvas, so that a server and a Worker lay a chart out as a browser would. */
import advances from "./inter-advances.json" with { type: "json" };

type Advances = Readonly<Record<string, number>>;
const REGULAR: Advances = advances["400"];
const SEMIBOLD: Advances = advances["600"];

/** Inter's mean for letters it has elsewhere, and the square of an ideograph. */
const UNKNOWN = 0.62;
const WIDE = 1;

/** In pixels, for Inter at `size` pixels. */
export function textWidth(text: string, size: number, weight: unknown): number {
  const table = weight === "bold" || Number(weight) >= 550 ? SEMIBOLD : REGULAR;
  let width = 0;
  for (const character of text)
    width += table[character] ?? ((character.codePointAt(0) ?? 0) >= 0x2e80 ? WIDE : UNKNOWN);
  return width * size;
}
