const Z = 1.959963984540054;

/** A part of many: both ends between 0 and 1. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** `hits` of `of` with its 95 % confidence limits (Wilson 1927, score interval); of none it may be anything. */
export function wilsonInterval(hits: number, of: number): Share {
  if (of === 0) return { value: 0, low: 0, high: 1 };
  const value = hits / of;
  const weight = 1 / (1 + Z ** 2 / of);
  const center = value + Z ** 2 / (2 * of);
  const half = Z * Math.sqrt((value * (1 - value)) / of + Z ** 2 / (4 * of ** 2));
  return { value, low: hits === 0 ? 0 : weight * (center - half), high: hits === of ? 1 : weight * (center + half) };
}
