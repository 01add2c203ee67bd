/** A recorded decision to land a known regression, or without a measurement: who, why, which ticket, until when. */

/** A regression as it was when it was waived. */
export interface WaivedSeries {
  /** 16 hex digits. */
  readonly series: string;
  /** "write.bandwidth of ior-easy on lab". */
  readonly name: string;
  /** How much worse, on the log scale; 0 where there is no ratio. */
  readonly worsening: number;
}

export type Waived =
  | { readonly kind: "regression"; readonly series: readonly WaivedSeries[] }
  /** Names of required cells, or what the verdict called missing. */
  | { readonly kind: "absence"; readonly cells: readonly string[] };

export interface Waiver {
  /** UUID. */
  readonly id: string;
  readonly sha: string;
  readonly waives: Waived;
  readonly reason: string;
  readonly ticket: string;
  /** Name of the token's holder. */
  readonly who: string;
  /** RFC 3339. */
  readonly at: string;
  readonly expiresAt: string;
  readonly isRevoked: boolean;
}

/** A waiver as a verdict that counts it says it. */
export interface AppliedWaiver {
  readonly id: string;
  readonly kind: Waived["kind"];
  readonly what: readonly string[];
  readonly reason: string;
  readonly ticket: string;
  readonly who: string;
  readonly expiresAt: string;
  /** One sentence. */
  readonly text: string;
}
