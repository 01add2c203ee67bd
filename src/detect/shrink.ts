/** Noise of one series, steadied by what its relatives on the rig show while its own data are few. */
import { digamma, trigamma, trigammaInverse } from "../stats/polygamma.ts";
import type { MeanSquare, Noise } from "./nested-noise.ts";

/** What a family of series says of a mean square on the log scale: scaled inverse χ² with `df`. */
export interface Prior {
  readonly value: number;
  readonly df: number;
}

export interface FamilyPrior {
  readonly run: Prior | null;
  readonly block: Prior | null;
}

/** Fewer relatives than this say nothing of how much relatives differ. */
const FEWEST_RELATIVES = 5;

/**
 * Empirical Bayes prior of a family's mean squares by the moments of their logarithms (Smyth 2004,
 * doi:10.2202/1544-6115.1027): z = log s² − ψ(d/2) + log(d/2) has mean log s₀² − ψ(d₀/2) + log(d₀/2) and variance
 * ψ′(d/2) + ψ′(d₀/2). Null with fewer than five relatives; degrees of freedom are capped, because relatives that look
 * alike by chance must not silence a series' own data.
 */
export function familyPrior(squares: readonly MeanSquare[], mostDf = 50): Prior | null {
  // Sorted, so that the order of the relatives changes no digit.
  const usable = squares
    .filter(({ value, df }) => value > 0 && df > 0)
    .sort((one, other) => one.value - other.value || one.df - other.df);
  if (usable.length < FEWEST_RELATIVES) return null;
  const z = usable.map(({ value, df }) => Math.log(value) - digamma(df / 2) + Math.log(df / 2));
  const center = z.reduce((sum, value) => sum + value, 0) / z.length;
  const spread = z.reduce((sum, value) => sum + (value - center) ** 2, 0) / (z.length - 1);
  const sampling = usable.reduce((sum, { df }) => sum + trigamma(df / 2), 0) / usable.length;
  const own = spread - sampling;
  const df = own > 0 ? Math.min(mostDf, 2 * trigammaInverse(own)) : mostDf;
  return { value: Math.exp(center + digamma(df / 2) - Math.log(df / 2)), df };
}

/** A mean square and its family's, weighed by their degrees of freedom: (d₀s₀² + ds²)/(d₀ + d), with d₀ + d. */
export function steadied(own: MeanSquare, prior: Prior | null): MeanSquare {
  if (prior === null || own.df === 0) return own;
  const df = own.df + prior.df;
  return { value: (own.value * own.df + prior.value * prior.df) / df, df };
}

export const steadiedNoise = (noise: Noise, family: FamilyPrior | undefined): Noise =>
  family === undefined
    ? noise
    : { ...noise, run: steadied(noise.run, family.run), block: steadied(noise.block, family.block) };
