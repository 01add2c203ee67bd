import { differenceScale } from "../stats/difference-scale.ts";
import { median } from "../stats/median.ts";

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
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unit = 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  const y = values.map((value) => value / unit);
  const scratch = new Float64Array(y.length);
  const center = median(y, 0, y.length, scratch);
  const level = median(y.map(Math.abs), 0, y.length, scratch);
  const width = Math.max(differenceScale(y, 1, scratch), noiseFloor * level);
  const scale = width > 0 ? width : noiseFloor * (largest / unit);
  return { x: y.map((value) => (value - center) / scale), origin: center / scale, scale, unit, level: level / scale };
}
