import { brownianBridgeUpper } from "./brownian-bridge.ts";
import { longRunInflation } from "./long-run-inflation.ts";

/** Has the mean of a sequence changed, once and at any place? */
export interface MeanChange {
  /** First value of the new mean, where the cumulated deviations turn. */
  readonly index: number;
  /** Chance of so large a turn when nothing changed, the search over all places included. */
  readonly p: number;
}

/** Lags of the long-run variance: this many times the cube root of n. */
const LAGS = 1.5;

/**
 * CUSUM test: max |Σ_{s<t} (uₛ − ū)| / √(n · long-run variance) against the Brownian bridge. The variance is that of u as
 * it stands, which a change only widens; how neighbours resemble each other is read with the means before and after the
 * turn taken out, so that a change does not pass for memory. For bounded or score-like u; conservative when n is small.
 * p = 1 for a constant, and where p is surely above `most`, which takes O(n); else O(n · ∛n). Ploberger & Krämer 1992, doi:10.2307/2951597; Aue & Horváth 2013,
 * doi:10.1111/j.1467-9892.2012.00819.x.
 */
export function meanChange(u: Float64Array, most = 1): MeanChange {
  const n = u.length;
  const mean = meanOf(u, 0, n);
  let index = 0;
  let turn = 0;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < n; t++) {
    const deviation = (u[t] as number) - mean;
    sum += deviation;
    squares += deviation * deviation;
    if (t < n - 1 && Math.abs(sum) > turn) {
      turn = Math.abs(sum);
      index = t + 1;
    }
  }
  if (index === 0 || !(squares > 0)) return { index: 0, p: 1 };
  if (brownianBridgeUpper(turn / Math.sqrt(squares)) > most) return { index, p: 1 }; // memory only makes it less sure
  const before = meanOf(u, 0, index);
  const after = meanOf(u, index, n);
  const centred = u.map((value, t) => value - (t < index ? before : after));
  const inflation = longRunInflation(centred, Math.round(LAGS * Math.cbrt(n)), 2);
  return { index, p: brownianBridgeUpper(turn / Math.sqrt(squares * inflation)) };
}

function meanOf(u: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += u[t] as number;
  return sum / (to - from);
}
