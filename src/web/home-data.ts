/** What the home page is drawn from: small multiples by suite, recent verdicts, and how far the gate is armed. */

import type { Needs } from "../actions/needs.ts";
import type { Arming, RecentVerdict } from "../actions/show-overview.ts";
import type { Series, SeriesAnalysis } from "../model/series.ts";

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
  readonly needs: Needs;
}
