/** What a project asks of a landing. The default is shipped, shown and editable. */
import type { LandingKind } from "./landing.ts";
import type { MaterialThreshold, Quantity, Selector } from "./selector.ts";
import type { Phase } from "./train.ts";

/** A material threshold δ, on the scale that fits the series. */
export interface Threshold {
  /** Relative, as a fraction: 0.05 is 5 %. */
  readonly ratio: number;
  /** In the series' unit, for series without a usable ratio (zeros, negatives, levels within 5 σ of zero). */
  readonly difference?: number;
}

export interface ThresholdRule extends Selector {
  readonly threshold: MaterialThreshold;
}

/** Absolute, whatever the baseline: worse than this fails by itself. */
export interface Bound extends Selector {
  readonly floor?: Quantity;
  readonly ceiling?: Quantity;
}

/** Cells that every landing needs: every benchmark in every pairing, on so many rigs of a label. */
export interface RequiredCell {
  readonly name?: string;
  /** A label of rigs; any rig when absent. */
  readonly label?: string;
  /** How many rigs have to measure it. */
  readonly rigs: number;
  /** Benchmarks with `*`; whatever the rig measures when absent. */
  readonly benchmarks?: readonly string[];
  readonly metric?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** As in a selector; only the build under test when absent. */
  readonly pairings?: readonly string[];
  /** Hours from the candidate's first run until somebody has to have measured it. */
  readonly withinHours?: number;
}

/** How strict it is: everything that a kind of landing or a phase of the release may set otherwise. */
export interface Rules {
  readonly threshold: {
    readonly default: MaterialThreshold;
    /** The first rule that matches a series wins. */
    readonly rules: readonly ThresholdRule[];
  };
  readonly bounds: readonly Bound[];
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
  /** What a series is that no cell requires and no list below names. */
  readonly judges: "gating" | "advisory";
  readonly gating: readonly Selector[];
  readonly advisory: readonly Selector[];
  readonly cells: readonly RequiredCell[];
}

/** What a kind or a phase sets otherwise. */
export type RuleChanges = Partial<Omit<Rules, "threshold">> & {
  readonly threshold?: Partial<Rules["threshold"]>;
};

/** All that is said must match; of each list, one. `paths` must cover every path that the changeset touches. */
export interface KindRule {
  readonly kind: LandingKind;
  readonly tickets?: readonly string[];
  readonly paths?: readonly string[];
  /** Trailer → pattern of its value. */
  readonly trailers?: Readonly<Record<string, string>>;
  /** Of the subject line. */
  readonly subjects?: readonly string[];
}

/** What the trailer of a changeset's message may ask of the gate. */
export interface TrailerRules {
  /** Which trailer is read. */
  readonly name: string;
  /** `trivial` makes the landing a trivial one. */
  readonly mayBeTrivial: boolean;
  /** `benchmarks=a,b` requires these benchmarks, too. */
  readonly mayAskBenchmarks: boolean;
  /** Authors whose `skip=CELL` turns a required cell off; nobody's when empty. */
  readonly maySkipCells: readonly string[];
}

export interface Policy extends Rules {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  /** Branches with `*` that it holds for; the policy `default` holds where no other does. */
  readonly branches: readonly string[];
  /** The first rule that matches a changeset says its kind, unless its landing was prepared. */
  readonly kinds: readonly KindRule[];
  readonly rulesOfKind: Readonly<Partial<Record<LandingKind, RuleChanges>>>;
  readonly rulesOfPhase: Readonly<Partial<Record<Phase, RuleChanges>>>;
  readonly trailers: TrailerRules;
  /** How much worse a series may become by waivers and small steps from one release to the next, as a fraction. */
  readonly creepBudget: number;
  readonly waivers: {
    /** Names of token holders, with `*`, who may waive if their token may. */
    readonly who: readonly string[];
    readonly longestDays: number;
  };
}

/** What a policy document says; the rest is the shipped policy's. */
export type PolicyChanges = RuleChanges &
  Partial<Pick<Policy, "description" | "branches" | "kinds" | "rulesOfKind" | "rulesOfPhase" | "creepBudget">> & {
    readonly trailers?: Partial<TrailerRules>;
    readonly waivers?: Partial<Policy["waivers"]>;
  };

/** Its threshold is a ratio, which fits every series. */
export const DEFAULT_POLICY: Policy & { readonly threshold: { readonly default: Threshold } } = {
  name: "default",
  version: "1",
  branches: [],
  threshold: { default: { ratio: 0.05 }, rules: [{ metric: "*p99*", threshold: { ratio: 0.1 } }] },
  bounds: [],
  falseRedPerLanding: 0.01,
  falseGreenPerSeries: 0.05,
  power: 0.9,
  candidate: { runs: 3, blocks: 2 },
  baseline: { runs: 10, blocks: 3 },
  looks: [3, 5, 10],
  screen: 0.1,
  confirmBeforeRed: true,
  priorBlockDeviation: 0.01,
  judges: "gating",
  gating: [],
  advisory: [],
  cells: [],
  kinds: [{ kind: "revert", subjects: ['Revert "*'] }],
  rulesOfKind: {},
  rulesOfPhase: {},
  trailers: { name: "Test-Parameters", mayBeTrivial: true, mayAskBenchmarks: true, maySkipCells: [] },
  creepBudget: 0.05,
  waivers: { who: ["*"], longestDays: 90 },
};
