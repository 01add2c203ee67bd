/** Below this the recurrences climb; above it the asymptotic series holds 1e-14. */
const ASYMPTOTIC = 12;

/** Digamma ψ(x), x > 0: ψ(x) = ψ(x+1) − 1/x up to 12, then DLMF 5.11.2. Absolute error below 1e-13. */
export function digamma(x: number): number {
  let climbed = 0;
  let y = x;
  for (; y < ASYMPTOTIC; y++) climbed -= 1 / y;
  const r = 1 / (y * y);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))));
  return climbed + Math.log(y) - 0.5 / y - series;
}

/** Trigamma ψ′(x), x > 0: ψ′(x) = ψ′(x+1) + 1/x² up to 12, then DLMF 5.15.9. Relative error below 1e-13. */
export function trigamma(x: number): number {
  let climbed = 0;
  let y = x;
  for (; y < ASYMPTOTIC; y++) climbed += 1 / (y * y);
  const r = 1 / (y * y);
  const series = 1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - (r * 691) / 2730))));
  return climbed + 1 / y + r / 2 + (r / y) * series;
}

/**
 * The x > 0 with ψ′(x) = y, y > 0. Newton on 1/ψ′, which is convex and nearly straight, so that it converges from the
 * start 0.5 + 1/y without safeguards (Smyth 2004, doi:10.2202/1544-6115.1027, appendix).
 */
export function trigammaInverse(y: number): number {
  if (y > 1e7) return 1 / Math.sqrt(y);
  if (y < 1e-6) return 1 / y;
  let x = 0.5 + 1 / y;
  for (let step = 0; step < 50; step++) {
    const value = trigamma(x);
    const slope = (trigamma(x * (1 + 1e-6)) - trigamma(x * (1 - 1e-6))) / (2e-6 * x);
    const change = (value * (1 - value / y)) / slope;
    x += change;
    if (Math.abs(change) < 1e-10 * x) break;
  }
  return x;
}
