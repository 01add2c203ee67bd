/** What the home page is drawn from: small multiples by suite, recent verdicts, and how far the gate is armed. */
import type { Series, SeriesAnalysis } from "../model/series.ts";
import type { VerdictWord } from "../model/verdict.ts";

/** The filter form's fields, as they stand in the page's URL; empty when not set. */
export interface HomeQuery {
  /** `q`: a part of suite, benchmark, metric, parameters or rig. */
  readonly text: string;
  /** `state`: one of `SERIES_STATES`, or empty for all. */
  readonly state: string;
  /** `rig`: a rig's name, or empty for all. */
  readonly rig: string;
}

/** One small multiple. */
export interface SeriesCard {
  readonly series: Series;
  /** The median of the newest measured changeset, in the series' unit; null with no usable run yet. */
  readonly latest: number | null;
  /** How many changesets have usable runs. */
  readonly changesets: number;
  readonly analysis: SeriesAnalysis;
  /** `await renderSvg(sparkChart(…))`; empty when there is no trend to draw. */
  readonly svg: string;
}

/** The cards of one suite, in the order shown. */
export interface SuiteCards {
  readonly suite: string;
  readonly cards: readonly SeriesCard[];
}

/** One line of the table of recent verdicts. */
export interface RecentVerdict {
  readonly sha: string;
  readonly subject?: string;
  readonly branch?: string;
  /** RFC 3339, UTC. */
  readonly committedAt?: string;
  readonly verdict: VerdictWord;
  /** False while runs are still expected. */
  readonly final: boolean;
  /** An effect was seen and awaits confirmation. */
  readonly suspected: boolean;
  /** One sentence, from the verdict. */
  readonly why: string;
}

/** How far the gate can judge already. */
export interface Arming {
  /** Series with enough baseline to be judged, of `series`. */
  readonly armed: number;
  readonly series: number;
  /** What the slowest waiting series still needs: blocks (nights) and runs; 0 when all are armed. */
  readonly blocksLeft: number;
  readonly runsLeft: number;
}

export interface HomeData {
  readonly query: HomeQuery;
  /** All rigs, for the filter's choice. */
  readonly rigs: readonly string[];
  /** The series that match the query, by suite. */
  readonly suites: readonly SuiteCards[];
  /** How many series match, and how many there are; more match than are shown when the page is cut short. */
  readonly matching: number;
  readonly total: number;
  /** Link to the rest of the matching series; null when all are shown. */
  readonly next: string | null;
  /** Newest first. */
  readonly verdicts: readonly RecentVerdict[];
  /** Null when there is nothing to arm. */
  readonly arming: Arming | null;
}
