/**
 * What real rigs do: every series has its own noise width, part of it shared by the runs of a block and part of that by
 * all series of the rig; blocks remember the one before; runs stall (a tail towards slow) or land in a second mode; the
 * first repeat of a run finds cold caches (a run is the median of its repeats); a file system that fills up slows down until it is made anew (a sawtooth).
 * Widths and autocorrelations follow the quantiles measured on 891 series of public continuous integration.
 */
import { fromKnots, normal, type Random } from "./random.ts";

export interface SeriesLaw {
  readonly level: number;
  /** Standard deviation of log values of single runs, tails and modes not counted. */
  readonly width: number;
  /** Share of the variance that the runs of a block have in common. */
  readonly blockShare: number;
  /** Share of the block's effect that all series of the rig have in common. */
  readonly rigShare: number;
  /** Correlation of a block's effect with the one before. */
  readonly memory: number;
  /** Chance that a run stalls, by an exponential tail of `stall` widths. */
  readonly stalls: number;
  /** Chance that a run lands in the slow mode, two widths away. */
  readonly slowMode: number;
  /** Widths by which the first repeat of a run is slower than the others. */
  readonly cold: number;
  /** Widths by which the last block before the file system is made anew is slower than the first after it. */
  readonly filling: number;
  /** Blocks from one new file system to the next. */
  readonly fillingBlocks: number;
  readonly better: "higher" | "lower";
}

export interface SimulatedRun {
  readonly run: string;
  readonly block: string;
  readonly value: number;
}

/** log₁₀ of the relative width in percent, at the quantiles 0, 10, 25, 50, 75, 90 and 100 %. */
const WIDTHS = [
  [0, -2],
  [0.1, Math.log10(0.2)],
  [0.25, Math.log10(0.7)],
  [0.5, Math.log10(1.6)],
  [0.75, Math.log10(5.5)],
  [0.9, Math.log10(13.8)],
  [1, Math.log10(30)],
] as const;

const MEMORIES = [
  [0, -0.1],
  [0.1, -0.05],
  [0.5, 0.09],
  [0.9, 0.54],
  [1, 0.7],
] as const;

const MEAN_STALL_WIDTHS = 4;
const MODE_WIDTHS = 2;

export interface LawOptions {
  /** Fixed relative width instead of a drawn one. */
  readonly width?: number;
  /** Neither tails, modes nor memory: the nested normal model itself. */
  readonly plain?: boolean;
}

export function drawLaw(random: Random, { width, plain = false }: LawOptions = {}): SeriesLaw {
  const drawn = 10 ** fromKnots(random, WIDTHS) / 100;
  const memory = fromKnots(random, MEMORIES);
  const shares = { blockShare: 0.5 * random(), rigShare: 0.5 * random() };
  const filled = { filling: random() < 0.2 ? random() : 0, fillingBlocks: 6 + Math.floor(10 * random()) };
  const cold = random() < 0.3 ? random() : 0;
  const tails = { stalls: random() < 0.5 ? 0.04 * random() : 0, slowMode: random() < 0.1 ? 0.3 * random() : 0 };
  return {
    level: 10 ** (1 + 5 * random()),
    width: width ?? drawn,
    ...shares,
    memory: plain ? 0 : memory,
    stalls: plain ? 0 : tails.stalls,
    slowMode: plain ? 0 : tails.slowMode,
    cold: plain ? 0 : cold,
    filling: plain ? 0 : filled.filling,
    fillingBlocks: filled.fillingBlocks,
    better: random() < 0.5 ? "higher" : "lower",
  };
}

const REPEATS = 5;
/** Standard deviation of repeats, in widths of the run. */
const REPEAT_WIDTH = 0.3;

/** What a run is slower by than without noise of repeats and cold caches, in widths. */
function medianRepeat(random: Random, cold: number): number {
  const repeats = Array.from({ length: REPEATS }, (_, i) => REPEAT_WIDTH * normal(random) + (i === 0 ? cold : 0));
  return repeats.sort((a, b) => a - b)[REPEATS >> 1] ?? 0;
}

/** The rig's part of its blocks' effects, standard normal, shared by its series. */
export const drawNights = (random: Random, blocks: number): number[] =>
  Array.from({ length: blocks }, () => normal(random));

/** One set of runs in a stretch of blocks: how many in each, and at which factor of the level. */
export interface Side {
  readonly prefix: string;
  readonly runsPerBlock: readonly number[];
  /** Multiplies the level: 0.95 is 5 % less. */
  readonly factor?: number;
}

/** The factor by which a change of this relative size makes a series worse. */
export const worseBy = (law: SeriesLaw, size: number): number => (law.better === "higher" ? 1 / (1 + size) : 1 + size);

/** One series on its rig, alone where no nights are given. Call it for stretch after stretch, in order of time: sides of one stretch share its blocks. */
export function simulateSeries(random: Random, law: SeriesLaw, nights: readonly number[]) {
  let memory = normal(random);
  let block = 0;
  const phase = Math.floor(random() * law.fillingBlocks);
  const slow = law.better === "higher" ? -1 : 1;
  const blockEffect = (): number => {
    memory = law.memory * memory + Math.sqrt(1 - law.memory ** 2) * normal(random);
    const night = nights[block] ?? normal(random);
    return Math.sqrt(law.blockShare) * (Math.sqrt(law.rigShare) * night + Math.sqrt(1 - law.rigShare) * memory);
  };
  const filling = (): number => (law.filling * ((block + phase) % law.fillingBlocks)) / (law.fillingBlocks - 1);
  const run = (shared: number): number => {
    const stall = random() < law.stalls ? -MEAN_STALL_WIDTHS * Math.log(1 - random()) : 0;
    const mode = random() < law.slowMode ? MODE_WIDTHS : 0;
    const own = Math.sqrt(1 - law.blockShare) * normal(random);
    const slowed = stall + mode + filling() + (law.cold > 0 ? medianRepeat(random, law.cold) : 0);
    return law.level * Math.exp(law.width * (shared + own + slow * slowed));
  };
  return (blocks: number, sides: readonly Side[]): SimulatedRun[][] => {
    const measured: SimulatedRun[][] = sides.map(() => []);
    for (let i = 0; i < blocks; i++, block++) {
      const shared = blockEffect();
      for (const [s, { prefix, runsPerBlock, factor = 1 }] of sides.entries()) {
        for (let k = 0; k < (runsPerBlock[i] ?? 0); k++) {
          const id = `${prefix} ${block}.${k}`;
          measured[s]?.push({ run: id, block: `night ${block}`, value: factor * run(shared) });
        }
      }
    }
    return measured;
  };
}
