/** The evidence unit: one run of one series, summarised by one number. */
import { median } from "simple-statistics";

export interface RunSample {
  /** What runs share: one night, one boot, one build. "" is a block of its own, shared with no other run. */
  readonly block: string;
  /** One summary per run, in the series' unit. */
  readonly value: number;
  /** Repeats behind the summary, where they were kept: shown, never counted as samples. */
  readonly repeats?: readonly number[];
}

export type RawRun = readonly number[] | { readonly block?: string; readonly values: readonly number[] };

/**
 * Arrays of repeats as runs: the summary is the median of the repeats, so that one stalled repeat moves nothing.
 * An array without a block shares nothing with any other run, on its own side or on the other: it is a block of its own
 * (""), hence what differs between such runs counts as between-block noise, and is all estimated from them.
 * Values that are not finite are left out; a run without any is left out too.
 */
export function toRunSamples(raw: readonly RawRun[]): RunSample[] {
  return raw.flatMap((run) => {
    const { block = "", values } = isRepeats(run) ? { values: run } : run;
    const repeats = values.filter(Number.isFinite);
    return repeats.length === 0 ? [] : [{ block, value: median([...repeats]), repeats }];
  });
}

const isRepeats = (run: RawRun): run is readonly number[] => Array.isArray(run);
