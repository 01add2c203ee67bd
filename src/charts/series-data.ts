/** What the trend of one series is drawn from: filled from the store, in the series' unit, in landing order. */
import type { Series, SeriesAnalysis } from "../model/series.ts";

/** One landed changeset with at least one usable run: one point of the trend. */
export interface ChangesetRow {
  /** Ordinal in landing order among the measured changesets, 0 first: what the indexes of the analysis count. */
  readonly index: number;
  readonly sha: string;
  /** Ordinal on the branch; null while the order is not known. */
  readonly position: number | null;
  /** RFC 3339, UTC. */
  readonly committedAt?: string;
  readonly subject?: string;
  /** Median of the usable runs. */
  readonly value: number;
  /** Ends of the band around the value (see `SeriesChartData.band`); both equal `value` with a single run. */
  readonly low: number;
  readonly high: number;
  /** How many usable runs, in how many blocks. */
  readonly runs: number;
  readonly blocks: number;
}

/** A run that is shown and never blocks: drawn hollow. */
export interface ExcludedRow {
  /** Index of its changeset; where all runs of a changeset are excluded, between its neighbours (12.5). */
  readonly index: number;
  readonly sha: string;
  readonly value: number;
  /** The reason, as in `Point.excluded`. */
  readonly why: string;
}

/** A release, at the last measured changeset that it contains. */
export interface ReleaseMark {
  readonly tag: string;
  readonly index: number;
}

/** What happened beside the values: a note of a person, a waiver, a change of the rig accepted or not, and what carries across it. */
export type MarkKind = "annotation" | "waiver" | "epoch" | "bridge" | "drift";

export interface TrendMark {
  readonly kind: MarkKind;
  /** Of its changeset; between two (12.5) where it lies there. */
  readonly index: number;
  /** As the list beside the picture counts it, from 1. */
  readonly number: number;
  readonly text: string;
}

export interface SeriesChartData {
  readonly series: Series;
  /** In landing order; `changesets[i].index === i`, unless a reduction left some out. */
  readonly changesets: readonly ChangesetRow[];
  /** How many changesets there are, those left out included; absent: as many as rows. */
  readonly count?: number;
  readonly analysis: SeriesAnalysis;
  readonly releases: readonly ReleaseMark[];
  readonly excluded: readonly ExcludedRow[];
  /** In landing order; absent: none. */
  readonly marks?: readonly TrendMark[];
  /** What `low` and `high` of a changeset are: lowest and highest run (the default), or an interval of the value. */
  readonly band?: "range" | "interval";
}
