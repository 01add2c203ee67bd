/** The pictures that pages carry, at the sizes that their style sheet gives them. */
import type { ReadChart } from "../actions/charts/chart.ts";
import { spark } from "../actions/charts/spark.ts";
import { phoneSize } from "../charts/chart.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { drawnSvg } from "../render/drawn-svg.ts";

/** One for screens and one for phones, where the first would be unreadably small. */
export interface Pictures {
  readonly wide: string;
  readonly narrow: string;
}

export const widePicture = (chart: ReadChart): Promise<string> => drawnSvg(chart.spec(chart.meta.sizes.page));

export const narrowPicture = (chart: ReadChart): Promise<string> => drawnSvg(chart.spec(phoneSize(chart.meta, "page")));

/** Empty where there is nothing to draw. */
export async function pictures(chart: ReadChart): Promise<Pictures> {
  if (chart.isEmpty) return { wide: "", narrow: "" };
  const [wide, narrow] = await Promise.all([widePicture(chart), narrowPicture(chart)]);
  return { wide, narrow };
}

/** For a card of the home page; empty when there is no trend to draw. */
export async function cardPicture(data: SeriesChartData | undefined): Promise<string> {
  const chart = data && spark.of(data);
  return chart === undefined || chart.isEmpty ? "" : widePicture(chart);
}
