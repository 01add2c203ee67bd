import { expect, test } from "vitest";
import { standaloneSpec } from "../../../src/charts/standalone-spec.ts";
import { DARK, LIGHT, type Palette } from "../../../src/charts/theme.ts";
import { standaloneSvg } from "../../../src/render/standalone-svg.ts";

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: readonly (readonly [keyof Palette, readonly (keyof Palette)[]])[] = [
  ["ink", ["bg", "card", "quiet"]],
  ["muted", ["bg", "card", "quiet"]],
  ["strong", ["bg", "card"]],
  ["bad", ["card", "bad-soft"]],
  ["good", ["card", "good-soft"]],
  ["warn", ["card", "warn-soft"]],
  ...(["a", "b", "c", "d", "e", "f"] as const).map((which) => [`series-${which}`, ["card"]] as const),
];

test.each([
  ["light", LIGHT],
  ["dark", DARK],
] as const)("every text in %s has a contrast of 4.5, every line 3", (_, palette) => {
  for (const [text, grounds] of TEXT)
    for (const ground of grounds)
      expect(contrast(palette[text], palette[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  for (const line of ["accent", "strong", "bad", "good", "muted"] as const)
    expect(contrast(palette[line], palette.card), line).toBeGreaterThanOrEqual(3);
});

test("every colour occurs once in a palette, so that light can be exchanged for dark", () => {
  for (const palette of [LIGHT, DARK]) expect(new Set(Object.values(palette)).size).toBe(Object.keys(palette).length);
});

test("a specification for elsewhere names colours that exist there, and keeps its rows", () => {
  const rows = [{ text: "var(--bad)" }];
  const spec = standaloneSpec({ mark: { fill: { expr: "a ? 'var(--bad)' : 'var(--nothing)'" } }, datasets: { rows } });
  expect(spec).toEqual({ mark: { fill: { expr: `a ? '${LIGHT.bad}' : 'var(--nothing)'` } }, datasets: { rows } });
});

test("a picture that stands alone has all its colours, light and dark, and leaves people's text alone", () => {
  const svg = standaloneSvg(
    '<svg class="chart"><path fill="var(--bad)"/><text fill="var(--ink)">var(--bad)</text></svg>',
  );
  expect(svg).toContain(`<path fill="${LIGHT.bad}"/>`);
  expect(svg).toContain(">var(--bad)</text>");
  expect(svg).toContain(`[fill="${LIGHT.bad}"]{fill:${DARK.bad}}`);
});
