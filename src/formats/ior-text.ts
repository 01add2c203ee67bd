/** IOR's text, 2.10 to 4.x: any number of runs in a file, each with any number of tests, amid the noise of a job log. */
import type { SkippedLine } from "../model/run.ts";
import type { Reading } from "./format.ts";
import { iorMeasurements, iorTool } from "./ior-measurements.ts";
import { type IorRun, readIorRun } from "./ior-run.ts";
import { skippedLines } from "./skipped-lines.ts";
import { present } from "./tool-text.ts";

const BANNER = /^\s*IOR-\d\S*?: MPI Coordinated Test/;
const FINISHED = /^(?:Run finished|Finished)\s*:/;

const INCOMPLETE = "the run ends here without all its repeats, or without saying that it finished";

interface Chunk {
  /** Index of its first line. */
  readonly from: number;
  readonly lines: string[];
  ended: boolean;
}

export function readIorText(text: string): Reading {
  const skipped = skippedLines();
  const seen = new Set<string>();
  const runs: IorRun[] = [];
  for (const chunk of chunksOf(text.split("\n"))) {
    const content = chunk.lines.join("\n");
    if (chunk.ended && seen.has(content)) {
      skipped.add(chunk.from + 1, "the same run again, letter by letter: counted once");
      continue;
    }
    seen.add(content);
    const run = readIorRun(chunk.lines, chunk.from + 1, skipped);
    if (!run.complete) skipped.add(chunk.from + chunk.lines.length, INCOMPLETE, chunk.lines.at(-1));
    runs.push(run);
  }
  const reading = toReading(runs, skipped.list());
  return { ...reading, complete: reading.complete && !endsInFragment(text) };
}

/** A log that stops in the middle of a line may have gone on to another run. */
function endsInFragment(text: string): boolean {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  return last.trim() !== "" && !FINISHED.test(last);
}

function toReading(runs: readonly IorRun[], skipped: readonly SkippedLine[]): Reading {
  const tests = runs.flatMap((run) => run.tests);
  const first = runs.at(0);
  return {
    tool: iorTool(tests),
    measurements: iorMeasurements(tests),
    // A table on its own is fine; one beside runs has lost its run.
    complete: runs.length > 0 && runs.every((run) => run.complete && (run.version !== undefined || runs.length === 1)),
    skipped,
    ...present({ startedAt: first?.startedAt, finishedAt: runs.at(-1)?.finishedAt }),
    context: first?.context ?? {},
  };
}

/** From each banner to the line that says the run is finished; what stands before the first banner is a run of its own. */
function chunksOf(lines: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let open: Chunk | undefined = { from: 0, lines: [], ended: false };
  lines.forEach((line, index) => {
    if (BANNER.test(line)) {
      if (open !== undefined) chunks.push(open);
      open = { from: index, lines: [], ended: false };
    }
    if (open === undefined) return;
    open.lines.push(line);
    if (!FINISHED.test(line)) return;
    open.ended = true;
    chunks.push(open);
    open = undefined;
  });
  if (open !== undefined) chunks.push(open);
  return chunks.filter(({ lines }) => lines.some((line) => BANNER.test(line) || /^(?:access|Operation)\s/.test(line)));
}
