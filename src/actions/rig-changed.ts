/** Where along a series did its rig change? A step that lies across such a place is held against no changeset. */
import type { AcceptedState } from "../model/epoch.ts";
import type { ChangePoint } from "../model/series.ts";
import { SeriesEpochs, UNTOLD } from "./series-epochs.ts";
import type { ChangesetRuns } from "./series-history.ts";

/** The epoch of each measured changeset's newest run; "" where it reported no watch facts. `accepted` by `stateKey`. */
export function epochsAlong(
  rig: string,
  runs: readonly ChangesetRuns[],
  accepted: ReadonlyMap<string, AcceptedState>,
): readonly string[] {
  const epochs = new SeriesEpochs(
    rig,
    runs.flatMap(({ usable }) => usable),
    "",
    accepted,
  );
  return runs.map(({ usable }) => {
    const newest = usable.at(-1);
    return newest === undefined ? UNTOLD : epochs.of(newest);
  });
}

/** Between the last good and the first bad changeset the rig became another instrument. */
export function isAcrossEpochs(epochs: readonly string[], { earliest, latest }: ChangePoint): boolean {
  const [before = UNTOLD, after = UNTOLD] = [epochs[earliest], epochs[latest]];
  return before !== UNTOLD && after !== UNTOLD && before !== after;
}
