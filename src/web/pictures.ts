/** The pictures that pages carry, at the sizes that their style sheet gives them. */

import { seriesChart } from "../charts/series-chart.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { sparkChart } from "../charts/spark-chart.ts";
import { drawnSvg } from "../render/drawn-svg.ts";
import type { SeriesPictures } from "./series-page-data.ts";

/** One for screens and one for phones, where the first would be unreadably small. */
export async function seriesPictures(data: SeriesChartData): Promise<SeriesPictures> {
  const [wide, narrow] = await Promise.all([
    drawnSvg(seriesChart(data, { width: 1120, height: 390 })),
    drawnSvg(seriesChart(data, { width: 340, height: 300 })),
  ]);
  return { wide, narrow };
}

/** For a card of the home page; empty when there is no trend to draw. */
export async function cardPicture(data: SeriesChartData): Promise<string> {
  return data.changesets.length < 2 ? "" : drawnSvg(sparkChart(data, { width: 320, height: 120 }));
}
