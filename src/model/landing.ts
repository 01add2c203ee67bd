/** What is prepared before the code is measured, by ticket. */
import type { MaterialThreshold, Selector } from "./selector.ts";

export const LANDING_KINDS = ["feature", "fix", "trivial", "revert"] as const;
export type LandingKind = (typeof LANDING_KINDS)[number];

/** A trade-off, or a gain, that is declared: which series, in which direction, up to how much. */
export interface Expectation extends Selector {
  readonly effect: "worse" | "better";
  readonly upTo: MaterialThreshold;
  readonly why?: string;
}

export interface TestPlan {
  /** Names of cells, or labels of rigs, that the landing means to measure. */
  readonly cells?: readonly string[];
  readonly benchmarks?: readonly string[];
  readonly expects?: readonly Expectation[];
}

export interface Landing {
  readonly ticket: string;
  readonly kind?: LandingKind;
  /** Tag of the release that it is meant for. */
  readonly release?: string;
  /** Addresses or names of design documents. */
  readonly designs?: readonly string[];
  readonly inspections?: readonly { readonly who: string; readonly at?: string; readonly note?: string }[];
  readonly plan?: TestPlan;
}

/** When an expectation was first declared, by the service's clock. */
export interface StoredExpectation extends Expectation {
  readonly declaredAt: string;
}

export interface Slip {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly who: string;
}

export interface StoredLanding extends Omit<Landing, "plan"> {
  readonly plan?: Omit<TestPlan, "expects"> & { readonly expects?: readonly StoredExpectation[] };
  /** From release to release, oldest first. */
  readonly slips: readonly Slip[];
}
