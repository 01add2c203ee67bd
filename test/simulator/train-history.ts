/** What a train remembers of each series: the first night of every changeset that landed, and where its level began. */
import { analyzeSeries } from "../../src/detect/change-points.ts";
import type { GateRun } from "../../src/gate/landing.ts";

interface Measured {
  readonly runs: readonly GateRun[];
  readonly value: number;
}

/** What the history says before a landing. */
export interface Level {
  readonly baseline: readonly GateRun[];
  /** Of the newest changeset, the parent of what comes next. */
  readonly parent: readonly GateRun[];
  readonly parentValue: number;
  readonly tailSuspected: boolean;
}

/** A change point as it was first confirmed. */
export interface Named {
  readonly series: number;
  /** Landings (earliest … latest] are its candidates. */
  readonly earliest: number;
  readonly latest: number;
  readonly saidAt: number;
  readonly after: number;
  readonly before: number;
}

/** Changesets that the analysis sees, and those of the level that a landing is held against. */
const MOST_CHANGESETS = 40;
const MOST_OF_LEVEL = 24;
/** A series is analysed at every so many-th landing, the series in turns: what has just moved is seen a landing or two late. */
const EVERY = 3;

interface Kept {
  readonly measured: Measured[];
  readonly landings: number[];
  /** Ordinal among all that landed, of the oldest one kept and of the level's first. */
  oldest: number;
  since: number;
  tailSuspected: boolean;
  level: Level | null;
  lastNamed: number;
}

export class TrainHistory {
  readonly named: Named[] = [];
  readonly #kept: Kept[];

  constructor(series: number) {
    this.#kept = Array.from({ length: series }, () => ({
      measured: [],
      landings: [],
      oldest: 0,
      since: 0,
      tailSuspected: false,
      level: null,
      lastNamed: -1,
    }));
  }

  remember(index: number, runs: readonly GateRun[], landing: number): void {
    const kept = this.#kept[index] as Kept;
    kept.measured.push({ runs, value: middle(runs) });
    kept.landings.push(landing);
    kept.level = null;
    if (kept.measured.length <= MOST_CHANGESETS) return;
    kept.measured.shift();
    kept.landings.shift();
    kept.oldest++;
  }

  levelOf(index: number, at: number): Level {
    const kept = this.#kept[index] as Kept;
    if (kept.level) return kept.level;
    if ((at + index) % EVERY === 0) this.#analyse(kept, index, at);
    const { measured } = kept;
    const since = Math.max(0, kept.since - kept.oldest, measured.length - MOST_OF_LEVEL);
    const newest = measured.at(-1);
    kept.level = {
      baseline: measured.slice(since).flatMap(({ runs }) => runs),
      parent: newest?.runs ?? [],
      parentValue: newest?.value ?? Number.NaN,
      tailSuspected: kept.tailSuspected,
    };
    return kept.level;
  }

  #analyse(kept: Kept, series: number, at: number): void {
    const points = kept.measured.map(({ value, runs }) => ({ value, runs: runs.length, blocks: 2, spread: null }));
    const { changes } = analyzeSeries(points);
    const settled = changes.findLast(({ state }) => state === "confirmed");
    kept.since = kept.oldest + (settled?.index ?? 0);
    kept.tailSuspected = changes.some(({ state }) => state === "suspected");
    if (settled === undefined) return;
    const landingAt = (place: number) => kept.landings[place] ?? -1;
    if (landingAt(settled.index) <= kept.lastNamed) return;
    kept.lastNamed = landingAt(settled.latest);
    const { before, after } = settled;
    this.named.push({
      series,
      earliest: landingAt(settled.earliest),
      latest: kept.lastNamed,
      saidAt: at,
      before,
      after,
    });
  }
}

/** Median of three runs, the upper middle of an even number. */
export const middle = (runs: readonly GateRun[]): number =>
  runs.map(({ value }) => value).sort((one, other) => one - other)[runs.length >> 1] ?? Number.NaN;
