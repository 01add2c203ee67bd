/** A count out of many, said with its 95 % confidence limits (Wilson 1927, score interval). */
const Z = 1.959963984540054;

export function rateLine(
  bench: string,
  hits: number,
  of: number,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const p = of === 0 ? 0 : hits / of;
  const weight = of === 0 ? 0 : 1 / (1 + Z ** 2 / of);
  const center = p + (of === 0 ? 0 : Z ** 2 / (2 * of));
  const half = of === 0 ? 0 : Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2));
  const limits = of === 0 ? { low: 0, high: 1 } : { low: weight * (center - half), high: weight * (center + half) };
  const round = (value: number) => (value < 1e-12 ? 0 : Number(value.toPrecision(4)));
  return JSON.stringify({
    bench,
    value: round(p),
    unit: "fraction",
    low: round(limits.low),
    high: round(limits.high),
    hits,
    of,
    ...more,
  });
}
