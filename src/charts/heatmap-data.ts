/** What a heat map of releases is drawn from: benchmarks down, releases across, each held against the one before it. */

/**
 * worse, better: the whole interval lies on one side; same: it does not; mixed: neither, yet a series among them became
 * materially worse; missing: nothing was measured in both releases.
 */
export type HeatmapWord = "worse" | "better" | "same" | "mixed" | "missing";

export interface HeatmapCell {
  /** Change of performance as a share, above 0 is faster; null where nothing was measured. With its interval. */
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Series behind it, and those of them that became materially worse. */
  readonly series: number;
  readonly worse: number;
  readonly word: HeatmapWord;
  /** The change is as large as what is material, or larger. */
  readonly isMaterial: boolean;
}

export interface HeatmapChartData {
  /** "Releases up to 2.16.0". */
  readonly title: string;
  /** Tags, oldest first. */
  readonly releases: readonly string[];
  readonly rows: readonly {
    /** Benchmark and metric. */
    readonly label: string;
    /** One for each release. */
    readonly cells: readonly HeatmapCell[];
  }[];
}
