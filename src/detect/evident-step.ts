import { median } from "../stats/median.ts";

/** So many points on either side show that nothing but the step moved. */
const SIDE = 10;
/** They keep within this share of their level … */
const TIGHT = 0.002;
/** … and the step is this many times wider. */
const TIMES = 4;

/**
 * Whether x (noise widths, `origin` above zero) steps at `at` beyond any doubt: ten points before and ten after, each
 * group within 0.2 % of its level, and a step of four times that. Counters, sizes and instruction counts move so: they
 * need no statistics, and none of the doubt that noisy series earn.
 */
export function isEvidentStep(x: Float64Array, origin: number, at: number, scratch: Float64Array): boolean {
  if (at < SIDE || at + SIDE > x.length) return false;
  const before = median(x, at - SIDE, at, scratch);
  const after = median(x, at, at + SIDE, scratch);
  const tightBefore = TIGHT * Math.abs(before + origin);
  const tightAfter = TIGHT * Math.abs(after + origin);
  if (!(Math.abs(after - before) > TIMES * Math.min(tightBefore, tightAfter))) return false;
  for (let k = 0; k < SIDE; k++) {
    if (Math.abs((x[at - SIDE + k] as number) - before) > tightBefore) return false;
    if (Math.abs((x[at + k] as number) - after) > tightAfter) return false;
  }
  return true;
}
