/**
 * The laws of real series, fitted once and kept as figures: 263 series of 13 public projects' continuous integration with
 * at least 100 points each (microsoft-authentication-library-for-dotnet, microsoft-identity-web, uxarray-asv, otava,
 * github-action-benchmark, conda-benchmarks, emg3d-bench, safetensors, hyper, signal-processing-algorithms, scipy-bench,
 * risc0 and rust-analyzer metrics). Levels were taken out by `analyzeValues` on logarithms, the rest measured against its
 * own robust width (1.4826 · median |residual|). None of the figures below was chosen, but for `BOOT_SHARE`.
 */
import { fromKnots, type Random } from "./random.ts";

type Knots = readonly (readonly [probability: number, value: number])[];

const log10 = (percents: readonly (readonly [number, number])[]): Knots =>
  percents.map(([p, percent]) => [p, Math.log10(percent)]);

/** log₁₀ of the width of a single run in percent. */
const WIDTHS = log10([
  [0.02, 0.156],
  [0.1, 0.428],
  [0.25, 0.863],
  [0.5, 2.1],
  [0.75, 5.75],
  [0.9, 17.3],
  [0.98, 33.9],
]);

/** Five of 268 series had no noise at all. */
const STILL = 5 / 268;

/** Correlation of neighbouring points, spikes clipped. */
const NEIGHBOURS: Knots = [
  [0.02, -0.065],
  [0.1, 0.029],
  [0.25, 0.0925],
  [0.5, 0.245],
  [0.75, 0.687],
  [0.9, 0.88],
  [0.98, 0.95],
];

/** Ratio of the mean correlations at lags 1 and 2, 2 and 3, and (per step) 3 and 5: .90, .94, .89. What lasts, fades so. */
export const FADING = 0.9;

/** Mean correlation of the series of one machine and job at the same commits, over 25 machines: what a night is to all. */
const TOGETHER: Knots = [
  [0.02, 0.1],
  [0.1, 0.13],
  [0.25, 0.215],
  [0.5, 0.36],
  [0.75, 0.56],
  [0.9, 0.64],
  [0.98, 0.76],
];

/** Share of points that lie alone, more than four widths from the median of their nine neighbours. */
const SPIKES: Knots = [
  [0.1, 0],
  [0.25, 0.0049],
  [0.5, 0.0186],
  [0.75, 0.0509],
  [0.9, 0.112],
  [0.98, 0.168],
];
/** Such points lie beyond the four widths by an exponential law of this mean (their median is 7.66 widths). */
export const SPIKE_EXCESS = 5.3;
export const SPIKE_LEAST = 4;
/** Three in four of them are slow. */
export const SLOW_SPIKES = 0.75;

/**
 * Of what does not last from point to point, the part that runs of one boot have in common: single runs of continuous
 * integration cannot show it, so that it is drawn evenly from none to half.
 */
const BOOT_SHARE = 0.5;

export interface RealLaw {
  readonly level: number;
  /** Robust relative width of single runs. */
  readonly width: number;
  /** Shares of the variance: what lasts over nights, what a boot has in common. The rest is each run's own. */
  readonly lasting: number;
  readonly boot: number;
  /** Share of both of these that all series of the rig have in common. */
  readonly together: number;
  readonly spikes: number;
  readonly better: "higher" | "lower";
}

export const drawTogether = (random: Random): number => fromKnots(random, TOGETHER);

/** One series of a rig whose series have the mean correlation `together`. */
export function drawRealLaw(random: Random, together: number): RealLaw {
  const width = random() < STILL ? 0 : 10 ** fromKnots(random, WIDTHS) / 100;
  const lasting = Math.min(1, Math.max(0, fromKnots(random, NEIGHBOURS)) / FADING);
  const boot = BOOT_SHARE * random() * (1 - lasting);
  return {
    level: 10 ** (1 + 5 * random()),
    width,
    lasting,
    boot,
    together: Math.min(1, together / (lasting + boot)),
    spikes: fromKnots(random, SPIKES),
    better: random() < 0.5 ? "higher" : "lower",
  };
}
