import { differenceScale } from "../stats/difference-scale.ts";
import { median } from "../stats/median.ts";
import { powerOfTwo, sizesOf } from "./level-residuals.ts";

/** A series in units of its noise: value = (x + origin) · scale · unit. */
export interface Standardized {
  readonly x: Float64Array;
  /** The series' centre in noise widths: x + origin is the value in noise widths. */
  readonly origin: number;
  /** Noise width on the series divided by `unit`. */
  readonly scale: number;
  /** Power of two that brought the values near 1, so that nothing overflows or is lost at 1e±300. */
  readonly unit: number;
  /** Median of the absolute values, in noise widths: what shares of the level are taken of. */
  readonly level: number;
}

/** Null for a series that never moves. `noiseFloor` is the narrowest noise believed, as a share of the level. */
export function standardize(values: Float64Array, noiseFloor: number): Standardized | null {
  if (values.every((value) => value === values[0])) return null;
  const n = values.length;
  const unit = powerOfTwo(values);
  const y = new Float64Array(n);
  let isPositive = true;
  for (let t = 0; t < n; t++) {
    y[t] = (values[t] as number) / unit;
    isPositive &&= (y[t] as number) > 0;
  }
  const sizes = isPositive ? y : sizesOf(y); // most series are, and need no list of them
  const scratch = new Float64Array(n);
  const center = median(y, 0, n, scratch);
  const level = isPositive ? center : median(sizes, 0, n, scratch);
  const width = Math.max(differenceScale(y, 1, scratch), noiseFloor * level);
  const scale = width > 0 ? width : noiseFloor * sizes.reduce((most, size) => Math.max(most, size), 0);
  const x = new Float64Array(n);
  for (let t = 0; t < n; t++) x[t] = ((y[t] as number) - center) / scale;
  return { x, origin: center / scale, scale, unit, level: level / scale };
}
