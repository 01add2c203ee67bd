/** A level with its uncertainty, no more digits than it carries: "49,560 ± 230". */
import { fixed, formatNumber } from "../charts/number.ts";
import type { Level } from "../model/series.ts";

/** Half the interval to two significant digits decides where the value ends too. */
export function levelText({ value, low, high }: Level): { readonly value: string; readonly plusMinus: string } {
  const half = (high - low) / 2;
  const last = half > 0 ? Math.floor(Math.log10(half)) - 1 : Number.NaN;
  if (!Number.isFinite(last) || last < -6 || Math.abs(value) >= 1e9) {
    return { value: formatNumber(value), plusMinus: half > 0 ? formatNumber(half, 2) : "" };
  }
  const decimals = Math.max(0, -last);
  const step = 10 ** Math.max(0, last);
  const rounded = (x: number) => fixed(Math.round(x / step) * step, decimals);
  return decimals > 0
    ? { value: fixed(value, decimals), plusMinus: fixed(half, decimals) }
    : { value: rounded(value), plusMinus: rounded(half) };
}
