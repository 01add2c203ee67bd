/** What a run's document says, as far as the document alone tells it: ready to be held against what is known, and stored. */
import { summarizeRun } from "../detect/run-summary.ts";
import type { RunDocument, RunHead } from "../model/run.ts";
import type { NewEvent } from "../store/events.ts";
import type { RunWrite } from "../store/runs.ts";
import { identifySeries, said } from "./identify.ts";
import { pointsOf } from "./run-write.ts";

export interface DigestedRun extends Pick<RunWrite, "series" | "points">, Pick<NewEvent, "body" | "contentHash"> {
  readonly head: RunHead;
}

/** `run`: a valid one. */
export function digestRun(run: RunDocument, sha256: (text: string) => string): DigestedRun {
  const { measurements, ...head } = run;
  return {
    head,
    ...said(run, sha256),
    series: identifySeries(run, sha256),
    points: pointsOf(measurements.map(summarizeRun)),
  };
}
