/**
 * The colours, once: charts name them as `var(--ink)`, pages define them, and a picture that stands alone gets them
 * written in. Text has 4.5:1 or more against `card` and `bg` and against the soft ground of its own colour, lines and
 * marks that carry meaning 3:1; orange and teal stay apart for every common colour blindness. Lines that lie over one
 * another (`series-…`) differ in dash and shape as well.
 */
export type Palette = Readonly<Record<keyof typeof LIGHT, string>>;

/** Every colour occurs once in a palette, so that it can be exchanged for its counterpart. */
export const LIGHT = {
  bg: "#f4f6f8",
  card: "#ffffff",
  ink: "#141a22",
  muted: "#576272",
  line: "#b9c1cb",
  grid: "#ebeef1",
  edge: "#e0e5ea",
  accent: "#4274d6",
  strong: "#1f51b2",
  bad: "#b0430b",
  "bad-soft": "#fdeee4",
  good: "#0a7465",
  "good-soft": "#def3ee",
  warn: "#7d5700",
  "warn-soft": "#fdf3d3",
  quiet: "#eef1f4",
  "series-a": "#1d5fd1",
  "series-b": "#c2570c",
  "series-c": "#0d8073",
  "series-d": "#8b3fb5",
  "series-e": "#86660a",
  "series-f": "#5b6573",
} as const;

export const DARK: Palette = {
  bg: "#0d1117",
  card: "#151b23",
  ink: "#e6ebf1",
  muted: "#9aa5b3",
  line: "#47525f",
  grid: "#212932",
  edge: "#28313b",
  accent: "#6b9dfb",
  strong: "#a3c3ff",
  bad: "#ff9f61",
  "bad-soft": "#38230f",
  good: "#4dd0bb",
  "good-soft": "#0f302a",
  warn: "#e6c355",
  "warn-soft": "#332a0e",
  quiet: "#1e262f",
  "series-a": "#7fadff",
  "series-b": "#ffa869",
  "series-c": "#57d3c0",
  "series-d": "#d39bf2",
  "series-e": "#dfc264",
  "series-f": "#b4bdc9",
};

/** The light colour of a name, undefined where there is no such colour. */
export function colourOf(name: string): string | undefined {
  return Object.hasOwn(LIGHT, name) ? LIGHT[name as keyof Palette] : undefined;
}

export const FONT = "Inter, ui-sans-serif, system-ui, sans-serif";

/** What all charts share: no frame, quiet axes, light horizontal grid, direct labels instead of legends. */
export const CHART_CONFIG = {
  background: null,
  font: FONT,
  aria: false,
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    labelColor: "var(--muted)",
    labelFontSize: 11,
    labelPadding: 8,
    gridColor: "var(--grid)",
    gridWidth: 1,
  },
  text: { color: "var(--ink)", fontSize: 11 },
} as const;
