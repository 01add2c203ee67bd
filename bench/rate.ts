/** A count out of many, said with its 95 % confidence limits. */
import { wilsonInterval } from "../src/stats/wilson-interval.ts";

export function rateLine(
  bench: string,
  hits: number,
  of: number,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const { value, low, high } = wilsonInterval(hits, of);
  const round = (share: number) => Number(share.toPrecision(4));
  return JSON.stringify({
    bench,
    value: round(value),
    unit: "fraction",
    low: round(low),
    high: round(high),
    hits,
    of,
    ...more,
  });
}
