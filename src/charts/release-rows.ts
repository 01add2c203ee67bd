/** Releases as a chart marks them: a rule each, and labels that touch neither one another nor a change point's rule. */
import { shortened } from "./describe.ts";
import type { ReleaseMark } from "./series-data.ts";

export interface ReleaseRow {
  /** Right of the last changeset in the release. */
  readonly index: number;
  readonly tag: string;
  /** The tag where there is room, else empty. */
  readonly label: string;
  readonly side: "left" | "right";
}

export interface ReleaseRoom {
  /** Pixels between two changesets, and of the whole plot. */
  readonly step: number;
  readonly width: number;
  /** First changesets of new levels: their rules stand before them. */
  readonly changes: readonly number[];
}

const GAP_PIXELS = 10;
const PIXELS_PER_CHARACTER = 5.6;

export function releaseRows(releases: readonly ReleaseMark[], { step, width, changes }: ReleaseRoom): ReleaseRow[] {
  let end = 0;
  return [...releases]
    .sort((a, b) => a.index - b.index)
    .map(({ tag, index }) => {
      const text = shortened(tag, 24);
      const pixels = GAP_PIXELS + text.length * PIXELS_PER_CHARACTER;
      const x = (index + 1) * step;
      const isFree = (from: number) =>
        from >= end && from + pixels <= width && !changes.some((at) => at * step > from && at * step < from + pixels);
      const side = !isFree(x) && isFree(x - pixels) ? "left" : "right";
      const begin = side === "left" ? x - pixels : x;
      const label = isFree(begin) ? text : "";
      end = Math.max(end, label ? begin + pixels : x);
      return { index: index + 0.5, tag, side, label };
    });
}
