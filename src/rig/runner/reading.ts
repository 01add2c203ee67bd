/** What the repeats of one task printed becomes the measurements of a session. */
import { readOutput } from "../../formats/index.ts";
import { seriesKey, tellApart } from "../../formats/tell-apart.ts";
import { Fault } from "../../model/fault.ts";
import type { Measurement, SkippedLine } from "../../model/run.ts";
import type { Task } from "../plan/tasks.ts";

export interface TaskReading {
  readonly measurements: readonly Measurement[];
  readonly complete: boolean;
  /** Line 0 speaks of the command, not of a line. */
  readonly skipped: readonly SkippedLine[];
  readonly tool: { readonly name: string; readonly version?: string } | undefined;
}

/** Never throws: an output that nobody can read makes the session incomplete, with the reason. */
export function readRepeat(task: Task, text: string): TaskReading {
  try {
    const { reading } = readOutput(text, task.format);
    if (reading.history !== undefined) return unread(task, "is a history of many changesets, not one measurement");
    const wanted = reading.measurements.filter(({ metric }) => task.metrics?.includes(metric) ?? true);
    if (wanted.length === 0) return unread(task, "has none of the metrics that the plan asks for");
    return {
      measurements: tellApart(wanted.map((measurement) => asPlanned(task, measurement))),
      complete: reading.complete,
      skipped: reading.skipped.map(({ line, why }) => ({ line, why: `${task.title}: ${why}`.slice(0, 1000) })),
      tool: reading.tool,
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return unread(task, `cannot be read: ${error.message}`);
  }
}

function unread(task: Task, why: string): TaskReading {
  const text = `${task.title}: the output ${why}`.slice(0, 1000);
  return { measurements: [], complete: false, skipped: [{ line: 0, why: text }], tool: undefined };
}

export const failedTask = (task: Task, why: string): TaskReading => unread(task, `is not there: ${why}`);

/** Another command is another series, even where the tool does not tell: the plan's digest is part of the version. */
function asPlanned(task: Task, measurement: Measurement): Measurement {
  return {
    ...measurement,
    benchmark: task.benchmark ?? measurement.benchmark,
    version: `${measurement.version ?? ""} plan:${task.digest}`.trim().slice(0, 100),
    parameters: { ...measurement.parameters, ...task.parameters },
  };
}

/** Values of repeats stand one behind the other; of what a tool sums up itself, each summary is one value. */
export function mergeRepeats(repeats: readonly (readonly Measurement[])[]): Measurement[] {
  const [first = [], ...others] = repeats;
  if (others.length === 0) return [...first];
  const bySeries = new Map<string, Measurement[]>();
  for (const measurement of repeats.flat()) {
    const key = seriesKey(measurement);
    bySeries.set(key, [...(bySeries.get(key) ?? []), measurement]);
  }
  return [...bySeries.values()].map(merged);
}

function merged(same: readonly Measurement[]): Measurement {
  const [first] = same;
  if (first === undefined) throw new TypeError("a series has a measurement");
  const { values: _, summary: __, histogram, suspect: ___, ...rest } = first;
  const suspect = [...new Set(same.flatMap((one) => one.suspect ?? []))];
  const said = suspect.length === 0 ? {} : { suspect };
  if (histogram !== undefined) return { ...rest, ...said, histogram: addedUp(same, histogram) };
  return {
    ...rest,
    ...said,
    values: same.flatMap(({ values, summary }) => values ?? (summary ? [summary.value] : [])),
  };
}

/** Counts of equal bins are added; where the bins differ only the first repeat's are kept. */
function addedUp(same: readonly Measurement[], first: NonNullable<Measurement["histogram"]>) {
  const alike = same.flatMap(({ histogram }) =>
    histogram && String(histogram.bounds) === String(first.bounds) ? [histogram] : [],
  );
  return {
    bounds: first.bounds,
    counts: first.counts.map((_, bin) => alike.reduce((sum, { counts }) => sum + (counts[bin] ?? 0), 0)),
  };
}
