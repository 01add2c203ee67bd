/** Run documents of one rig, sorted into series of runs, as the statistics want them. */
import type { RunSample } from "../detect/run-sample.ts";
import { summarizeRun } from "../detect/run-summary.ts";
import { seriesKey } from "../formats/tell-apart.ts";
import type { Measurement, RunDocument } from "../model/run.ts";

export interface SeriesOfRuns {
  /** "fio read.iops numjobs=4" */
  readonly title: string;
  readonly measurement: Measurement;
  /** By the sha that was measured. */
  readonly runs: ReadonlyMap<string, readonly RunSample[]>;
}

/** Incomplete runs and suspect figures are left out; canaries, too, unless they are wanted. */
export function seriesOfRuns(documents: readonly RunDocument[]): SeriesOfRuns[] {
  const series = new Map<string, { measurement: Measurement; runs: Map<string, RunSample[]> }>();
  for (const { complete, measurements, changeset, block = "" } of documents) {
    if (!complete) continue;
    for (const measurement of measurements) {
      const summary = summarizeRun(measurement);
      if (summary.suspect !== "") continue;
      const key = seriesKey(measurement);
      const one = series.get(key) ?? { measurement, runs: new Map<string, RunSample[]>() };
      const repeats = (measurement.values ?? []).filter((value) => typeof value === "number");
      one.runs.set(changeset.sha, [...(one.runs.get(changeset.sha) ?? []), { block, value: summary.value, repeats }]);
      series.set(key, one);
    }
  }
  return [...series.values()].map((one) => ({ ...one, title: titleOf(one.measurement) }));
}

function titleOf({ benchmark, metric, parameters = {} }: Measurement): string {
  const shown = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  return `${benchmark} ${metric}${shown.join("")}`;
}
