/** The rows behind the trend, as the server has them. */
import type { SeriesChartData } from "../../charts/series-data.ts";
import { countOf, nameOf, type Stretch, stretchNamed, stretchOf, withRowsOf } from "../../charts/stretch.ts";

export interface TrendRows {
  readonly data: SeriesChartData;
  readonly count: number;
  /** More changesets than rows: some were left out. */
  readonly isReduced: boolean;
  /** What the address asks for, and its rows. */
  readonly stretch: Stretch;
  readonly shown: SeriesChartData;
  of(stretch: Stretch): SeriesChartData;
  /** With all rows of a stretch, as they were asked for by its name. */
  sharpened(sharper: TrendRows): TrendRows;
  /** As `from` and `to` of an address. */
  nameOf(stretch: Stretch): { readonly from: string; readonly to: string };
}

/** `address`: `/charts/series.rows?series=…`. `named` asks for the rows of a stretch alone. */
export async function trendRows(address: string, named?: { from: string; to: string }): Promise<TrendRows> {
  const url = new URL(address, location.href);
  for (const [key, value] of Object.entries(named ?? {})) if (value) url.searchParams.set(key, value);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname} answers ${answer.status}`);
  const data = (await answer.json()) as SeriesChartData;
  const asked = named ? null : new URLSearchParams(location.search);
  const stretch = stretchNamed(data, asked?.get("from") ?? "", asked?.get("to") ?? "");
  return rowsOf(data, stretch);
}

function rowsOf(data: SeriesChartData, stretch: Stretch): TrendRows {
  const count = countOf(data);
  return {
    data,
    count,
    isReduced: count > data.changesets.length,
    stretch,
    shown: stretchOf(data, stretch),
    of: (wanted) => stretchOf(data, wanted),
    sharpened: (sharper) => rowsOf(withRowsOf({ ...data, count }, sharper.data), stretch),
    nameOf: (wanted) => nameOf(data, wanted),
  };
}
