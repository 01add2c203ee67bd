/** A variance of scores this small is rounding: the values do not vary. */
const CONSTANT = 1e-9;

/**
 * How many times larger the variance of a mean of u is than if its values were independent: long-run variance ÷ variance,
 * at least 1. u must be centred within each level. An AR(1) part is taken out first and put back at the end, what remains
 * is summed with Bartlett weights over `lags` (Andrews & Monahan 1992, doi:10.2307/2951574); the lag-1 correlation is
 * corrected by (1 + 3φ)·levels/n for its bias downwards. O(n · lags).
 */
export function longRunInflation(u: Float64Array, lags: number, levels: number): number {
  const n = u.length;
  const variance = product(u, 0);
  if (!(variance > CONSTANT) || n < 8) return 1;
  const raw = product(u, 1) / variance;
  const phi = Math.min(0.97, Math.max(0, raw + ((1 + 3 * raw) * levels) / n));
  const rest = new Float64Array(n - 1);
  for (let t = 1; t < n; t++) rest[t - 1] = (u[t] as number) - phi * (u[t - 1] as number);
  let longRun = product(rest, 0);
  for (let lag = 1; lag <= lags && lag < rest.length; lag++) longRun += 2 * (1 - lag / (lags + 1)) * product(rest, lag);
  return Math.max(1, longRun / ((1 - phi) * (1 - phi)) / variance);
}

/** Mean of uₜ · uₜ₊lag over all n. */
function product(u: Float64Array, lag: number): number {
  let total = 0;
  for (let t = lag; t < u.length; t++) total += (u[t] as number) * (u[t - lag] as number);
  return total / u.length;
}
