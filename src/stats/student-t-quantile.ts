import { gammaln } from "simple-statistics";
import { studentTUpper } from "./student-t.ts";

const MOST_STEPS = 200;

/**
 * The t with P(T > t) = `upper` for Student's t with `df` degrees of freedom; 0 < upper < 1.
 * Newton's method on log P, which is nearly straight in the tail, inside a bracket that is halved whenever Newton leaves
 * it. Relative error of t below 1e-10 (tested by inverting, and against printed tables).
 */
export function studentTQuantile(upper: number, df: number): number {
  if (!(upper > 0 && upper < 1)) return upper <= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (upper === 0.5) return 0;
  if (upper > 0.5) return -studentTQuantile(1 - upper, df);
  const known = found.get(df);
  const before = known?.get(upper);
  if (before !== undefined) return before;
  const t = inverted(upper, df);
  if (++many > MOST_FOUND) {
    found.clear();
    many = 1;
  }
  found.set(df, (known ?? new Map<number, number>()).set(upper, t));
  return t;
}

/** Series of one rig ask the same of the same degrees of freedom, over and over; by them, then by the chance. */
const found = new Map<number, Map<number, number>>();
const MOST_FOUND = 100_000;
let many = 0;

/** The normal law's chances beyond 1 and 2, rounded down: those of Student's t are larger, whatever its degrees of freedom. */
const BEYOND = new Map([
  [1, 0.1586],
  [2, 0.0227],
]);

function inverted(upper: number, df: number): number {
  const target = Math.log(upper);
  const density = logDensity(df);
  let low = 0;
  let high = 1;
  while (upper < (BEYOND.get(high) ?? 0) || studentTUpper(high, df) > upper) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    const logP = Math.log(studentTUpper(t, df));
    if (logP > target) low = t;
    else high = t;
    const newton = t + (logP - target) * Math.exp(logP - density(t));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-13 * t) return next;
    t = next;
  }
  return t;
}

/** log of the density: Γ((df+1)/2) / (√(df π) Γ(df/2)) · (1 + t²/df)^(−(df+1)/2). */
function logDensity(df: number): (t: number) => number {
  const constant = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * Math.log(df * Math.PI);
  return (t) => constant - ((df + 1) / 2) * Math.log1p((t * t) / df);
}
