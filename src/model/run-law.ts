/** How runs are distributed: their middle, how far they spread, and whether they are what intervals take them for. */
export interface RunLaw {
  readonly runs: number;
  readonly blocks: number;
  /** Median and quartiles, in the unit of the values. */
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** How much each run resembles the one before it; null with too few to tell. */
  readonly memory: Memory | null;
  /** Null with too few runs to tell one mode from two. */
  readonly modes: Modes | null;
}

export interface Memory {
  /** Lag-1 autocorrelation in the order given. */
  readonly correlation: number;
  /** Beyond what chance shows in independent runs, and strong enough to matter. */
  readonly isPlain: boolean;
  /** How many independent runs would tell as much of the mean. */
  readonly worth: number;
}

export type Modes =
  | { readonly count: 1 }
  | { readonly count: 2; readonly low: number; readonly high: number; readonly highShare: number };

/** Fewest runs of which each is told. */
export const FEWEST = { memory: 12, modes: 25 } as const;
