/** The pictures that pages carry, at the sizes that their style sheet gives them. */

import type { ChartSize } from "../charts/chart.ts";
import { distributionChart } from "../charts/distribution-chart.ts";
import type { DistributionChartData } from "../charts/distribution-data.ts";
import { forestChart } from "../charts/forest-chart.ts";
import type { ForestChartData } from "../charts/forest-data.ts";
import { heatmapChart } from "../charts/heatmap-chart.ts";
import type { HeatmapChartData } from "../charts/heatmap-data.ts";
import { overlayChart } from "../charts/overlay-chart.ts";
import type { OverlayChartData } from "../charts/overlay-data.ts";
import { scalingChart } from "../charts/scaling-chart.ts";
import type { ScalingChartData } from "../charts/scaling-data.ts";
import { seriesChart } from "../charts/series-chart.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { sightChart } from "../charts/sight-chart.ts";
import type { SightChartData } from "../charts/sight-data.ts";
import { sparkChart } from "../charts/spark-chart.ts";
import { drawnSvg } from "../render/drawn-svg.ts";

/** One for screens and one for phones, where the first would be unreadably small. */
export interface Pictures {
  readonly wide: string;
  readonly narrow: string;
}

/**
 * Pixels of the pictures for phones: cards of a phone of 360 to 430 pixels have 300 to 370 for them, so text of 11 pixels
 * is drawn at 10.5 to 13.
 */
const NARROW = 312;

/** As phones read what is this large elsewhere. */
export const narrowed = ({ height }: ChartSize): ChartSize => ({
  width: NARROW,
  ...(height === undefined ? {} : { height: Math.min(300, height) }),
});

export const SERIES_PICTURES = {
  wide: (data: SeriesChartData) => drawnSvg(seriesChart(data, { width: 1120, height: 390 })),
  narrow: (data: SeriesChartData) => drawnSvg(seriesChart(data, { width: NARROW, height: 300 })),
} as const satisfies Record<keyof Pictures, unknown>;

export async function overlayPictures(data: OverlayChartData): Promise<Pictures> {
  const [wide, narrow] = await Promise.all([
    drawnSvg(overlayChart(data, { width: 1120, height: 390 })),
    drawnSvg(overlayChart(data, { width: NARROW, height: 300 })),
  ]);
  return { wide, narrow };
}

export async function distributionPictures(data: DistributionChartData): Promise<Pictures> {
  const [wide, narrow] = await Promise.all([
    drawnSvg(distributionChart(data, { width: 1120 })),
    drawnSvg(distributionChart(data, { width: NARROW })),
  ]);
  return { wide, narrow };
}

/** For a card of the home page; empty when there is no trend to draw. */
export async function cardPicture(data: SeriesChartData | undefined): Promise<string> {
  return data === undefined || data.changesets.length < 2
    ? ""
    : drawnSvg(sparkChart(data, { width: 320, height: 120 }));
}

/** Empty when there is no effect to draw. */
export async function forestPictures(data: ForestChartData): Promise<Pictures> {
  if (data.rows.length === 0) return { wide: "", narrow: "" };
  const [wide, narrow] = await Promise.all([
    drawnSvg(forestChart(data, { width: 1120 })),
    drawnSvg(forestChart(data, { width: NARROW })),
  ]);
  return { wide, narrow };
}

/** Empty when there are no two releases. */
export async function heatmapPictures(data: HeatmapChartData): Promise<Pictures> {
  if (data.rows.length === 0) return { wide: "", narrow: "" };
  const [wide, narrow] = await Promise.all([
    drawnSvg(heatmapChart(data, { width: 1120 })),
    drawnSvg(heatmapChart(data, { width: NARROW })),
  ]);
  return { wide, narrow };
}

/** Empty when of no series it is known. */
export async function sightPictures(data: SightChartData): Promise<Pictures> {
  if (data.rows.every(({ word }) => word === "unknown")) return { wide: "", narrow: "" };
  const [wide, narrow] = await Promise.all([
    drawnSvg(sightChart(data, { width: 1120 })),
    drawnSvg(sightChart(data, { width: NARROW })),
  ]);
  return { wide, narrow };
}

/** For a card of the scaling page. */
export async function scalingPictures(data: ScalingChartData): Promise<Pictures> {
  const [wide, narrow] = await Promise.all([
    drawnSvg(scalingChart(data, { width: 520, height: 300 })),
    drawnSvg(scalingChart(data, { width: NARROW, height: 280 })),
  ]);
  return { wide, narrow };
}
