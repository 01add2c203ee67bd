/** What a project asks of a landing. The default is shipped, shown and editable. */

/** A material threshold δ, on the scale that fits the series. */
export interface Threshold {
  /** Relative, as a fraction: 0.05 is 5 %. */
  readonly ratio: number;
  /** In the series' unit, for series without a usable ratio (zeros, negatives, levels within 5 σ of zero). */
  readonly difference?: number;
}

export interface Policy {
  readonly name: string;
  readonly version: string;
  readonly threshold: {
    readonly default: Threshold;
    /** First rule whose pattern occurs in the metric's name wins. */
    readonly rules: readonly { readonly metric: string; readonly threshold: Threshold }[];
  };
  /** Chance that a landing without any regression is called red. */
  readonly falseRedPerLanding: number;
  /** Chance, per series, that a regression of δ or more is called green. */
  readonly falseGreenPerSeries: number;
  readonly power: number;
  readonly candidate: { readonly runs: number; readonly blocks: number };
  readonly baseline: { readonly runs: number; readonly blocks: number };
  /** Verdicts are drawn at these numbers of candidate runs. */
  readonly looks: readonly number[];
  /** One-sided level at which a first block orders confirmation. */
  readonly screen: number;
  readonly confirmBeforeRed: boolean;
  /** Relative standard deviation between blocks where it cannot be seen. */
  readonly priorBlockDeviation: number;
}

export const DEFAULT_POLICY: Policy = {
  name: "default",
  version: "1",
  threshold: { default: { ratio: 0.05 }, rules: [{ metric: "p99", threshold: { ratio: 0.1 } }] },
  falseRedPerLanding: 0.01,
  falseGreenPerSeries: 0.05,
  power: 0.9,
  candidate: { runs: 3, blocks: 2 },
  baseline: { runs: 10, blocks: 3 },
  looks: [3, 5, 10],
  screen: 0.1,
  confirmBeforeRed: true,
  priorBlockDeviation: 0.01,
};
