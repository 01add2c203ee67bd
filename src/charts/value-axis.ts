/** A vertical axis that fits its data at any magnitude: limits, round ticks, and a power of ten taken out of the labels. */
import { powerOfTen } from "./number.ts";

export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Labels show value ÷ factor … */
  readonly factor: number;
  /** … in this d3 format. */
  readonly format: string;
  /** The factor in words, "×10⁻⁶", empty for 1: belongs beside the unit. */
  readonly power: string;
}

export interface AxisRoom {
  /** How many ticks are wanted, about. */
  readonly ticks: number;
  /** Room above and below the data as a share of its span. */
  readonly above: number;
  readonly below: number;
}

export function valueAxis(values: readonly number[], room: AxisRoom): ValueAxis {
  const [least, most] = extent(values);
  const span = most - least;
  const low = least - span * room.below;
  const high = most + span * room.above;
  const step = roundStep((high - low) / room.ticks);
  const ticks = ticksBetween(low, high, step);
  const exponent = commonExponent(Math.max(Math.abs(low), Math.abs(high)));
  const decimals = Math.max(0, Math.min(12, exponent - Math.floor(Math.log10(step) + 1e-9)));
  return { low, high, ticks, factor: 10 ** exponent, format: `,.${decimals}f`, power: powerOfTen(exponent) };
}

/** Beyond these a double can no longer be divided into ticks, nor its place told in pixels. */
const HUGE = 1e290;
const TINY = 1e-290;

/** A picture has a place for it: finite, and not beyond what an axis can reach. */
export const isDrawable = (value: number): boolean => Math.abs(value) < HUGE;

/** Least and greatest, opened to one percent of the value (or to 0 … 1) where they coincide. */
function extent(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!isDrawable(value)) continue;
    const drawn = Math.abs(value) < TINY ? 0 : value;
    if (drawn < least) least = drawn;
    if (drawn > most) most = drawn;
  }
  if (least > most) return [0, 1];
  // A span of rounding errors would ask for more digits than a double has.
  const smallest = Math.max(Math.abs(least), Math.abs(most)) * 1e-6;
  if (most - least > smallest) return [least, most];
  const pad = Math.abs(least) * 0.01 || 0.5;
  return [least - pad, most + pad];
}

/** 1, 2 or 5 times a power of ten, the one nearest to `wanted` as a ratio. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = wanted / power;
  if (factor < Math.SQRT2) return power;
  if (factor < Math.sqrt(10)) return 2 * power;
  return factor < Math.sqrt(50) ? 5 * power : 10 * power;
}

function ticksBetween(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** A multiple of three for values of a million and more or below a thousandth, else 0. */
function commonExponent(largest: number): number {
  if (largest < 1e6 && largest >= 1e-3) return 0;
  return 3 * Math.floor(Math.log10(largest) / 3);
}
