/** What a run's document says, as far as the document alone tells it: ready to be held against what is known, and stored. */
import { summarizeRun } from "../detect/run-summary.ts";
import type { RunDocument, RunHead } from "../model/run.ts";
import type { NewEvent } from "../store/events.ts";
import type { RunWrite } from "../store/runs.ts";
import { identifySeries, said } from "./identify.ts";
import { pointsOf } from "./run-write.ts";

/** What a run measured, and in which series. */
export type MeasuredIn = Pick<RunWrite, "series" | "points">;

export interface DigestedRun extends MeasuredIn, Pick<NewEvent, "body" | "contentHash"> {
  readonly head: RunHead;
}

type Hash = (text: string) => string;

/** `run`: a valid one, as in all that follows. */
export const measuredIn = (run: RunDocument, sha256: Hash): MeasuredIn => ({
  series: identifySeries(run, sha256),
  points: pointsOf(run.measurements.map(summarizeRun)),
});

export function digestRun(run: RunDocument, sha256: Hash): DigestedRun {
  const { measurements: _, ...head } = run;
  return { head, ...said(run, sha256), ...measuredIn(run, sha256) };
}
