/** What can this series see? Its noise, its memory and its false alarms, measured on a stretch where nothing changed. */
import type { Effect } from "../model/series.ts";
import { blockMemory } from "./block-memory.ts";
import { type Comparison, comparisonOf, type Question } from "./comparison.ts";
import { layOut } from "./layout.ts";
import { componentsOf, noiseOf, seesBlocks } from "./nested-noise.ts";
import { detectable, foreseen, type Rates } from "./plan.ts";
import { type Replay, replay } from "./replay.ts";
import type { RunSample } from "./run-sample.ts";

export interface HistoryRun extends RunSample {
  /** The changeset that was measured. */
  readonly sha: string;
}

/** How candidates will be measured. */
export interface MeasuringPlan extends Rates {
  readonly runsPerBlock: number;
  /** Candidate blocks to foresee: [2, 3, 5] by a policy of 3, 5 and 10 runs at two a block. */
  readonly blocks: readonly number[];
}

/** Sizes are fractions (ratio), in the unit (difference) or in points. */
export interface Calibration {
  readonly kind: "calibrated";
  readonly scale: Effect["scale"];
  readonly runs: number;
  readonly blocks: number;
  /** Standard deviations; null where the history does not show them. */
  readonly noise: {
    readonly repeat: number | null;
    readonly run: number | null;
    readonly block: number | null;
    /** Between changesets, beyond what blocks and runs explain. */
    readonly changeset: number | null;
  };
  /** Lag-1 correlation of successive blocks; null with fewer than eight. */
  readonly memory: number | null;
  /** The history against itself; null with too few blocks. */
  readonly replay: Replay | null;
  /** What candidates of so many runs and blocks could see at the plan's power, widening included. */
  readonly sight: readonly {
    readonly runs: number;
    readonly blocks: number;
    readonly minimumDetectableEffect: number;
  }[];
}

/** A history that shows no noise at all: fewer than two runs. */
export interface NoCalibration {
  readonly kind: "insufficient";
  readonly runs: number;
}

/** Candidates of the replay span as many blocks as the policy asks of real ones. */
const REPLAYED_BLOCKS = 2;

/** `history` is one level, in landing order. */
export function calibrate(
  history: readonly HistoryRun[],
  question: Question,
  plan: MeasuringPlan,
): Calibration | NoCalibration {
  const comparison = comparisonOf(history, [], question);
  const { layout, noise, prior, scale } = comparison;
  if (noise.run.df + noise.block.df === 0) return { kind: "insufficient", runs: history.length };
  const components = componentsOf(noise, prior);
  const size = (variance: number) => scale.size(Math.sqrt(variance));
  const replayed = replay(history, question, REPLAYED_BLOCKS);
  const sight = plan.blocks.map((blocks) => {
    const runs = blocks * plan.runsPerBlock;
    const seen = detectable(foreseen(layout, noise, prior, { runs, blocks }), plan);
    return { runs, blocks, minimumDetectableEffect: scale.size(seen * (replayed?.widen ?? 1)) };
  });
  return {
    kind: "calibrated",
    scale: scale.kind,
    runs: history.length,
    blocks: layout.baselineBlocks,
    noise: {
      repeat: repeatSize(history, comparison),
      run: noise.run.df > 0 ? size(components.run) : null,
      block: seesBlocks(noise) && noise.run.df > 0 ? size(components.block) : null,
      changeset: changesetSize(history, comparison),
    },
    memory: blockMemory(history, scale.forward)?.correlation ?? null,
    replay: replayed,
    sight,
  };
}

/** Pooled standard deviation of the repeats inside runs; null where none were kept. */
function repeatSize(history: readonly HistoryRun[], { scale }: Comparison): number | null {
  let [squares, df] = [0, 0];
  for (const { repeats = [] } of history) {
    const values = repeats.map(scale.forward);
    if (values.length < 2 || !values.every(Number.isFinite)) continue;
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    squares += values.reduce((sum, value) => sum + (value - center) ** 2, 0);
    df += values.length - 1;
  }
  return df > 0 ? scale.size(Math.sqrt(squares / df)) : null;
}

/**
 * Standard deviation between changesets: blocks grouped by changeset, one-way analysis of variance of block means. Null
 * where no changeset has two blocks: then the two cannot be told apart.
 */
function changesetSize(history: readonly HistoryRun[], { scale }: Comparison): number | null {
  const blocks = new Map<string, { sha: string; values: number[] }>();
  for (const { sha, block, value } of history) {
    const key = `${sha} ${block}`;
    const cell = blocks.get(key) ?? { sha, values: [] };
    cell.values.push(scale.forward(value));
    blocks.set(key, cell);
  }
  const asRuns = [...blocks.values()].map(({ sha, values }) => ({
    block: sha,
    value: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
  const noise = noiseOf(layOut(asRuns, [], (value) => value));
  if (noise.run.df < 1 || noise.block.df < 1) return null;
  return scale.size(Math.sqrt(Math.max(0, (noise.block.value - noise.run.value) / noise.runsPerBlock)));
}
