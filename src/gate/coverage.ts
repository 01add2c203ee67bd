/** Which of the cells that a train promises were measured for a release, which are stale, which never were? */
import type { CellCoverage, CellState } from "../model/release-coverage.ts";
import type { CellMatrix } from "../model/train.ts";

/** A rig measured a benchmark in a pairing: the newest usable run among what the release contains and is new in it. */
export interface CellMeasured {
  readonly rig: string;
  readonly labels: readonly string[];
  readonly benchmark: string;
  readonly pairing: string;
  readonly sha: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** It was the release itself, or its tree. */
  readonly isRelease: boolean;
}

export interface CoverageQuestion {
  readonly cells: readonly CellMatrix[];
  readonly measured: readonly CellMeasured[];
  /** A run that started before this instant counts as stale, unless it was of the release itself. RFC 3339, UTC. */
  readonly staleBefore: string;
}

const DAY = 86_400_000;

/**
 * From when age is counted back: from the moment a release came out, for ever, and from the beginning of today in UTC, the
 * same all day, while it is not out. All in milliseconds since 1970; null: nobody said when it comes out.
 */
export const staleFrom = (releasedAt: number | null, now: number): number =>
  releasedAt !== null && releasedAt <= now ? releasedAt : Math.floor(now / DAY) * DAY;

/** One answer for each label, benchmark and pairing, in the order of the promises. */
export function coverageOf({ cells, measured, staleBefore }: CoverageQuestion): CellCoverage[] {
  const isFresh = ({ isRelease, at }: CellMeasured) => isRelease || at >= staleBefore;
  return cells.flatMap(({ label = null, rigs: needed = 1, benchmarks, pairings = [""] }) =>
    benchmarks.flatMap((benchmark) =>
      pairings.map((pairing): CellCoverage => {
        const all = measured.filter(
          (one) =>
            one.benchmark === benchmark && one.pairing === pairing && (label === null || one.labels.includes(label)),
        );
        const fresh = new Set(all.filter(isFresh).map(({ rig }) => rig));
        const stale = new Set(all.map(({ rig }) => rig).filter((rig) => !fresh.has(rig)));
        const last = all.reduce<CellMeasured | null>(
          (newest, one) => (newest && newest.at >= one.at ? newest : one),
          null,
        );
        return {
          label,
          benchmark,
          pairing,
          needed,
          fresh: [...fresh].sort(),
          stale: [...stale].sort(),
          state: stateOf(fresh.size, stale.size, needed),
          last: last && { rig: last.rig, sha: last.sha, at: last.at },
        };
      }),
    ),
  );
}

/** Too few rigs that are fresh, with any that ever measured it, is stale: more of the same is asked for. */
function stateOf(fresh: number, stale: number, needed: number): CellState {
  if (fresh >= needed) return "measured";
  return fresh + stale > 0 ? "stale" : "never";
}
