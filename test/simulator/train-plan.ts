/** What happens on a train: which landing does what to the code, and what befalls the rigs. Drawn before the first night. */
import type { Random } from "./random.ts";

export interface Planted {
  /** Ordinal of the landing. */
  readonly at: number;
  readonly benchmarks: ReadonlySet<number>;
  /** The only rig that shows it; null for all. */
  readonly rig: number | null;
  /** Relative: 0.05 takes 5 % longer. */
  readonly size: number;
  /** Mended by a landing so many later; null for never. */
  readonly mendedAfter: number | null;
  readonly creeping: boolean;
}

export interface TrainSize {
  readonly landings: number;
  readonly series: number;
  readonly rigs: number;
}

export interface TrainPlan {
  readonly planted: ReadonlyMap<number, Planted>;
  /** Landings at which a rig changes without telling, for good: by a step, and by a slope over so many nights. */
  readonly step: { readonly rig: number; readonly at: number; readonly slower: number };
  readonly slope: { readonly rig: number; readonly at: number; readonly landings: number; readonly slower: number };
  /** One node of a rig is ill for a while: the benchmarks that run on it are slower. */
  readonly sick: {
    readonly rig: number;
    readonly at: number;
    readonly landings: number;
    readonly slower: number;
    readonly benchmarks: ReadonlySet<number>;
  };
  /** Landings after which a release is compared with the one before. */
  readonly releases: readonly number[];
}

const GUILTY = 0.06;
const MENDED = 0.25;
/** Regressions of 1 to 30 %, evenly on the logarithm. */
const SMALLEST = 0.01;
const LARGEST = 0.3;
const CREEPING_STEPS = 5;
/** Five of these make 11.5 %. */
const CREEPING_SIZE = 0.022;
const SHOWN_BY_ONE_RIG = 0.25;

export function drawPlan(random: Random, size: TrainSize): TrainPlan {
  const { landings, rigs } = size;
  const place = (from: number, to: number) => Math.floor(landings * (from + (to - from) * random()));
  const rig = Math.floor(random() * rigs);
  const benchmarks = Math.ceil(size.series / rigs);
  const releases = [0.33, 0.66, 1].map((share) => Math.floor(share * landings) - 1);
  return {
    planted: plantedIn(random, size, benchmarks),
    step: { rig, at: place(0.2, 0.3), slower: 1.04 + 0.06 * random() },
    slope: { rig: (rig + 1) % rigs, at: place(0.4, 0.5), landings: 100, slower: 1.04 + 0.06 * random() },
    sick: {
      rig: (rig + 2) % rigs,
      at: place(0.7, 0.8),
      landings: 12,
      slower: 1.1 + 0.1 * random(),
      benchmarks: someOf(random, benchmarks, Math.ceil(benchmarks / 4)),
    },
    releases,
  };
}

function plantedIn(random: Random, { landings, rigs }: TrainSize, benchmarks: number): Map<number, Planted> {
  const planted = new Map<number, Planted>();
  for (let at = 0; at < landings; at++) {
    if (random() >= GUILTY) continue;
    planted.set(at, {
      at,
      benchmarks: someOf(random, benchmarks, 1 + Math.floor(8 * random())),
      rig: random() < SHOWN_BY_ONE_RIG ? Math.floor(random() * rigs) : null,
      size: SMALLEST * (LARGEST / SMALLEST) ** random(),
      mendedAfter: random() < MENDED ? 5 + Math.floor(15 * random()) : null,
      creeping: false,
    });
  }
  const creep = someOf(random, benchmarks, Math.min(benchmarks, 6));
  for (let step = 0; step < CREEPING_STEPS; step++) {
    const at = Math.floor(landings * (0.36 + 0.05 * step));
    planted.set(at, { at, benchmarks: creep, rig: null, size: CREEPING_SIZE, mendedAfter: null, creeping: true });
  }
  return planted;
}

function someOf(random: Random, all: number, count: number): Set<number> {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(all, count)) chosen.add(Math.floor(random() * all));
  return chosen;
}
