/** What several series, branches or rigs over one another are drawn from. */
import type { Better } from "../model/run.ts";
import type { LandingPlace } from "./landing-axis.ts";
import type { ChangesetRow, ReleaseMark } from "./series-data.ts";

/** More lines than this can no longer be told apart. */
export const MOST_LINES = 6;

export interface OverlayLine {
  /** Series id and branch. */
  readonly series: string;
  readonly branch: string;
  /** What tells it apart from the others: "opensfs-b", "clients 64", "b2_15". */
  readonly label: string;
  readonly better: Better;
  /** Ascending; `index` counts the places of all lines together. */
  readonly rows: readonly ChangesetRow[];
  /** In the same places, the last excluded. */
  readonly levels: readonly { readonly from: number; readonly to: number; readonly value: number }[];
}

export interface OverlayChartData {
  /** What all lines have in common: "write.bandwidth of ior-easy". */
  readonly title: string;
  /** The first is the series that the others are held against. */
  readonly lines: readonly OverlayLine[];
  /** Places in landing order at which any line was measured; after a fork branches run side by side. */
  readonly landing: readonly LandingPlace[];
  /** Of the first line's branch. */
  readonly releases: readonly ReleaseMark[];
  /** Values are ratios to each line's own level at this release; null: in `unit`. */
  readonly relative: string | null;
  readonly unit: string;
}

/** How a line is called in the picture and beside it. */
export const LETTERS = ["A", "B", "C", "D", "E", "F"] as const;
