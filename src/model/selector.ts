/** Which series are meant, and sizes as people write them. */

/** A number with its unit. The unit `points` are hundredths of a proportion. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/**
 * A material threshold as a policy says it. With both, the amount is for series without a usable ratio; an amount alone
 * holds for every series that it fits.
 */
export interface MaterialThreshold {
  /** Relative, as a fraction. */
  readonly ratio?: number;
  readonly amount?: Quantity;
}

/** Which series: all that is said must match. Every text may hold `*` for any characters; absent matches everything. */
export interface Selector {
  readonly benchmark?: string;
  readonly metric?: string;
  readonly rig?: string;
  /** One of the labels of the rig. */
  readonly label?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** `client release/server release`, "" for the build under test on both sides. */
  readonly pairing?: string;
}
