/** What a scaling curve is drawn from: levels over a numeric parameter, one line a release. */
import type { Series } from "../model/series.ts";

export interface ScalingPoint {
  /** The parameter's value: clients, threads. */
  readonly x: number;
  /** The level and its interval, in the series' unit. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface ScalingCurve {
  /** Tag, or "newest" for what landed since. */
  readonly release: string;
  /** Start of the newest run behind it, RFC 3339. */
  readonly measuredAt: string;
  /** Ascending by x; two or more. */
  readonly points: readonly ScalingPoint[];
}

export interface ScalingChartData {
  /** Any member of the family, without the parameter that grows. */
  readonly series: Series;
  readonly by: string;
  /** Oldest release first. */
  readonly curves: readonly ScalingCurve[];
}
