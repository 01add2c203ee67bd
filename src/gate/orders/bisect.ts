/** Which changeset made the change, how sure is that, and which one should be measured next? */

/** One run of one of the suspects. */
export interface BisectRun {
  /** Ordinal of the changeset among the suspects, in landing order, from 0. */
  readonly at: number;
  /** How much worse than the good level, in noise widths. */
  readonly shift: number;
}

export interface BisectQuestion {
  /** How many changesets may have made the change: after the last good one, up to the first bad one. */
  readonly suspects: number;
  readonly runs: readonly BisectRun[];
  /** How much worse the bad level is than the good one, in noise widths; above 0. */
  readonly effect: number;
  /** Posterior probability of one changeset at which it is named. */
  readonly confidence: number;
  /** Chance, before these runs, that nothing changed at all. */
  readonly none?: number;
}

export interface Posterior {
  /** Of each suspect, that it made the change. */
  readonly guilt: readonly number[];
  /** That nobody did. */
  readonly none: number;
}

export type Bisection =
  | { readonly kind: "found"; readonly at: number; readonly probability: number; readonly posterior: Posterior }
  | { readonly kind: "nothing"; readonly probability: number; readonly posterior: Posterior }
  | { readonly kind: "measure"; readonly at: number; readonly posterior: Posterior };

/** One run in fifty may be anywhere within fifty widths, so that none convinces by more than its usual law allows. */
const WILD = 0.02;
const WILD_DENSITY = 0.01;
const NORMAL_PEAK = 1 / Math.sqrt(2 * Math.PI);

/**
 * Probabilistic bisection (Horstein 1963; Waeber, Frazier & Henderson 2013, doi:10.1137/120861898) over the place of
 * one step of known size in noise of known width. The next run is of the changeset whose result tells most: its
 * information grows the nearer its chance of being bad is to a half. Of two that tell alike it is the earlier one.
 * Runs may come in any order and be of any suspects. O(suspects × runs).
 */
export function bisect(question: BisectQuestion): Bisection {
  const posterior = posteriorOf(question);
  const { guilt, none } = posterior;
  const likeliest = guilt.reduce((best, p, at) => (p > (guilt[best] ?? 0) ? at : best), 0);
  const probability = guilt[likeliest] ?? 0;
  if (probability >= question.confidence) return { kind: "found", at: likeliest, probability, posterior };
  if (none >= question.confidence) return { kind: "nothing", probability: none, posterior };
  return { kind: "measure", at: mostTelling(guilt), posterior };
}

/** Bayes with equal chances for all suspects. */
export function posteriorOf({ suspects, runs, effect, none = 0 }: BisectQuestion): Posterior {
  // With k the first bad one, a run of `at` is bad when at ≥ k: logarithms of likelihood ratios, summed from the end.
  const ratios = new Array<number>(suspects + 1).fill(0);
  for (const { at, shift } of runs) ratios[at] = (ratios[at] ?? 0) + evidence(shift, effect);
  const bad = new Array<number>(suspects).fill(0);
  let sum = 0;
  for (let k = suspects - 1; k >= 0; k--) {
    sum += ratios[k] ?? 0;
    bad[k] = sum;
  }
  const most = Math.max(0, ...bad);
  const weights = bad.map((log) => ((1 - none) / suspects) * Math.exp(log - most));
  const nobody = none * Math.exp(-most);
  const total = weights.reduce((all, weight) => all + weight, nobody);
  return { guilt: weights.map((weight) => weight / total), none: nobody / total };
}

/** Logarithm of how much likelier the run is at the bad level than at the good one. */
const evidence = (shift: number, effect: number): number => logDensity(shift - effect) - logDensity(shift);

const logDensity = (x: number): number =>
  Math.log((1 - WILD) * NORMAL_PEAK * Math.exp(-(x * x) / 2) + WILD * WILD_DENSITY);

function mostTelling(guilt: readonly number[]): number {
  let [best, nearest, bad] = [0, Number.POSITIVE_INFINITY, 0];
  for (const [at, p] of guilt.entries()) {
    bad += p;
    const away = Math.abs(bad - 0.5);
    if (away < nearest - 1e-12) [best, nearest] = [at, away];
  }
  return best;
}
