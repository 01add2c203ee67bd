/** What ties a new epoch of a rig to the old one: runs of the same changesets on both sides. */
import type { WantedOrder } from "../../model/work-order.ts";
import { counted } from "../words.ts";

export interface EpochRun {
  readonly sha: string;
  readonly suite: string;
  /** Epoch of the rig in which it was measured. */
  readonly epoch: string;
}

export interface BridgeQuestion {
  readonly rig: string;
  /** In which the rig is now. */
  readonly epoch: string;
  /** The last release and the tip of the branch, as far as they are known. */
  readonly anchors: readonly { readonly sha: string; readonly what: string }[];
  /** Usable runs of the anchors on this rig. */
  readonly runs: readonly EpochRun[];
  /** Of each anchor in the new epoch. */
  readonly wanted: { readonly runs: number; readonly blocks: number };
}

/** An anchor that no other epoch has measured ties nothing: it is not asked for. */
export function bridgeOrders({ rig, epoch, anchors, runs, wanted }: BridgeQuestion): WantedOrder[] {
  const shas = new Set<string>();
  return anchors.flatMap(({ sha, what }) => {
    if (shas.has(sha)) return [];
    shas.add(sha);
    const mine = runs.filter((run) => run.sha === sha);
    const suites = [...new Set(mine.filter((run) => run.epoch !== epoch).map(({ suite }) => suite))].sort();
    return suites.flatMap((suite): WantedOrder[] => {
      const there = mine.filter((run) => run.suite === suite && run.epoch === epoch).length;
      const missing = wanted.runs - there;
      if (missing <= 0) return [];
      return [
        {
          key: JSON.stringify(["bridge", rig, suite, sha, epoch]),
          cause: "bridge",
          rig,
          suite,
          sha,
          baseline: null,
          runs: missing,
          blocks: Math.min(wanted.blocks, missing),
          series: [],
          afterNight: null,
          why: `epoch ${epoch} has ${counted(there, "run")} of ${what}: without a bridge nothing is comparable across it`,
        },
      ];
    });
  });
}
