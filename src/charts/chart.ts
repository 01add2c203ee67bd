/** What a chart's template says of itself under `usermeta`: what people read of it, where it is shown, how large it is. */
import type { VegaLiteSpec } from "./spec.ts";

export interface ChartSize {
  /** Of the plot with its labels, in CSS pixels. */
  readonly width: number;
  /** Absent: as high as the chart's rows ask for. */
  readonly height?: number;
}

export interface ChartMeta {
  readonly title: string;
  /** What it shows and how it is read, in a sentence or two. */
  readonly about: string;
  /** What stands where there is nothing to draw. */
  readonly empty: string;
  /** Place of `/help` where its words are explained. */
  readonly help?: string;
  /**
   * Pages that show it, `/rigs/:rig` or `/compare?base&head`, by the names of the chart's own parameters: a frame leads to
   * the first of them whose path can be filled.
   */
  readonly pages: readonly string[];
  /**
   * section: in a section of its own, which the pages make by themselves; inline: these pages draw it among their own
   * words; frame: no page shows it, it is for embedding.
   */
  readonly shown: "section" | "inline" | "frame";
  readonly sizes: {
    /** Of the picture that stands alone. */
    readonly alone: ChartSize;
    /** On a page, on a screen. */
    readonly page: ChartSize;
    /** On a phone; absent: as narrow as phones are, and no higher than they like. */
    readonly phone?: ChartSize;
  };
}

/** A test holds that each template says all of it. */
export const metaOf = (template: VegaLiteSpec): ChartMeta => template["usermeta"] as ChartMeta;

/**
 * Pixels of the pictures for phones: cards of a phone of 360 to 430 pixels have 300 to 370 for them, so text of 11 pixels
 * is drawn at 10.5 to 13.
 */
const NARROW = 312;

/** On a phone, of the picture that stands alone or on a page on a screen. */
export const phoneSize = ({ sizes }: ChartMeta, elsewhere: "alone" | "page"): ChartSize =>
  sizes.phone ?? narrowed(sizes[elsewhere]);

const narrowed = ({ height }: ChartSize): ChartSize => ({
  width: NARROW,
  ...(height === undefined ? {} : { height: Math.min(300, height) }),
});
