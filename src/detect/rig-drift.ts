/**
 * Did a rig itself become another? What its benchmarks have in common, block by block, against the beginning of each stretch
 * of time in which its state was one. A block is one sample, however many runs it has; a benchmark is one vote, however
 * many series it has: its metrics move together.
 */
import { median, quantile } from "simple-statistics";

/** What a series measured in one block. */
export interface BlockLevel {
  readonly block: string;
  /** Milliseconds, of the first run. */
  readonly startedAt: number;
  /** "" where no run of it told the rig's state. */
  readonly epoch: string;
  /** Of performance: logarithm of the median of the runs, larger is faster. */
  readonly log: number;
}

export interface DriftSeries {
  readonly benchmark: string;
  readonly levels: readonly BlockLevel[];
}

export interface DriftedBlock {
  readonly block: string;
  readonly startedAt: number;
  readonly epoch: string;
  /** Ordinal of the time in which the rig's state was one; a state that comes back is another stretch. */
  readonly stretch: number;
  /** Shares of performance, above 0 is faster: median of the benchmarks, their middle half, the median of the last blocks. */
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
  readonly trend: number;
  readonly benchmarks: number;
}

/** A stretch begins with so many: what was not measured in one of them has nothing to be held against. */
export const FIRST_BLOCKS = 5;
export const TREND_BLOCKS = 7;

type Placed = Pick<DriftedBlock, "block" | "startedAt" | "epoch" | "stretch"> & { readonly ordinal: number };

/** In the order of their starts. */
export function commonDrift(series: readonly DriftSeries[]): DriftedBlock[] {
  const blocks = placed(series);
  const votes = new Map<string, Map<string, number[]>>();
  for (const { benchmark, levels } of series)
    for (const { block, log } of held(levels, blocks)) {
      const ofBlock = votes.get(block) ?? new Map<string, number[]>();
      const own = ofBlock.get(benchmark) ?? [];
      own.push(log);
      votes.set(block, ofBlock.set(benchmark, own));
    }
  const trends = new Map<number, number[]>();
  return [...blocks.values()].flatMap(({ ordinal: _, ...block }) => {
    const logs = [...(votes.get(block.block)?.values() ?? [])].map((own) => median(own));
    if (logs.length === 0) return [];
    const at = (share: number) => Math.expm1(quantile(logs, share));
    const last = [...(trends.get(block.stretch) ?? []), at(0.5)].slice(-TREND_BLOCKS);
    trends.set(block.stretch, last);
    return [
      { ...block, deviation: at(0.5), low: at(0.25), high: at(0.75), trend: median(last), benchmarks: logs.length },
    ];
  });
}

/** Blocks with their stretches. One that tells no state is of the one before it, those at the beginning of the first that does. */
function placed(series: readonly DriftSeries[]): ReadonlyMap<string, Placed> {
  const known = new Map<string, { block: string; startedAt: number; epoch: string }>();
  for (const { block, startedAt, epoch } of series.flatMap(({ levels }) => levels)) {
    const one = known.get(block) ?? { block, startedAt, epoch };
    known.set(block, { block, startedAt: Math.min(one.startedAt, startedAt), epoch: one.epoch || epoch });
  }
  const ordered = [...known.values()].sort((a, b) => a.startedAt - b.startedAt || (a.block < b.block ? -1 : 1));
  let epoch = ordered.find((one) => one.epoch !== "")?.epoch ?? "";
  let [stretch, ordinal] = [0, 0];
  return new Map(
    ordered.map((one) => {
      const isAnother = one.epoch !== "" && one.epoch !== epoch;
      if (isAnother) [stretch, ordinal, epoch] = [stretch + 1, 0, one.epoch];
      return [one.block, { ...one, epoch, stretch, ordinal: ordinal++ }];
    }),
  );
}

/** What the levels of a series are in each stretch, from its median in the first blocks of it. */
function held(levels: readonly BlockLevel[], blocks: ReadonlyMap<string, Placed>): { block: string; log: number }[] {
  const stretches = new Map<number, BlockLevel[]>();
  for (const one of levels) {
    const { stretch } = blocks.get(one.block) as Placed;
    const own = stretches.get(stretch);
    if (own) own.push(one);
    else stretches.set(stretch, [one]);
  }
  return [...stretches.values()].flatMap((own) => {
    const first = own.filter(({ block }) => (blocks.get(block)?.ordinal ?? FIRST_BLOCKS) < FIRST_BLOCKS);
    if (first.length === 0) return [];
    const reference = median(first.map(({ log }) => log));
    return own.map(({ block, log }) => ({ block, log: log - reference }));
  });
}
