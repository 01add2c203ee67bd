/**
 * IO500: result_summary.txt, result.txt and the bash era's log. A run gives one value for each phase, in GiB/s (the
 * bash era wrote "GB/s" for GiB/s) or thousands of operations a second.
 */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { type Io500Run, io500Runs } from "./io500-run.ts";
import { agrees, type Io500Score, SCORED_PHASES } from "./io500-score.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present } from "./tool-text.ts";

const SUMMARY = /^\[(?:RESULT|SCORE)[^\]\n]*\] +(?:BW|IOPS|Bandwidth|[\w-]+ +\d+\.\d+ (?:GiB\/s|kIOPS) :)/m;
const RESULT = /^\[(?:ior|mdtest)-(?:easy|hard)-write\]\n+t_start +=/m;

export const io500: Format = {
  id: "io500",
  recognizes: (text) => SUMMARY.test(text) || RESULT.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const runs = io500Runs(text.split("\n"), skipped);
    const [first] = runs;
    return {
      tool: first?.version === undefined ? { name: "io500" } : { name: "io500", version: first.version },
      measurements: tellApart(runs.flatMap((run) => measurementsOf(run))),
      complete: runs.length > 0 && runs.every((run) => isComplete(run, skipped)),
      skipped: skipped.list(),
      ...present({ startedAt: first?.startedAt, finishedAt: runs.at(-1)?.finishedAt }),
      context: present({ "config-hash": first?.configHash }),
    };
  },
};

function isComplete({ phases, score, isEnded, line }: Io500Run, skipped: SkippedLines): boolean {
  const missing = SCORED_PHASES.filter((phase) => !phases.has(phase));
  if (missing.length > 0) skipped.add(line, `the run ends here without ${missing.join(", ")}`);
  return missing.length === 0 && score !== undefined && isEnded;
}

function measurementsOf(run: Io500Run): Measurement[] {
  const reasons = new Set(run.suspect);
  if (run.score !== undefined && run.phases.size >= SCORED_PHASES.length && !agrees(run.phases, run.score))
    reasons.add("the phases do not give the score that was printed");
  const common = {
    benchmark: "io500",
    ...(run.version === undefined ? {} : { version: run.version }),
    better: "higher" as const,
    parameters: present({ mode: run.mode === "standard" ? undefined : run.mode, procs: run.procs }),
  };
  const of = (metric: string, unit: string, value: number): Measurement => {
    const all = [...reasons, ...(run.invalid.has(metric) ? ["IO500 says: INVALID"] : [])];
    return { ...common, metric, unit, values: [value], ...(all.length === 0 ? {} : { suspect: all }) };
  };
  const phases = [...run.phases].map(([phase, value]) => of(phase, unitOf(phase), value));
  const scores = (name: string, score: Io500Score | undefined) =>
    score === undefined
      ? []
      : [
          of(`${name}.bandwidth`, "GiB/s", score.bandwidth),
          of(`${name}.metadata`, "kIOPS", score.metadata),
          of(`${name}.total`, "score", score.total),
        ];
  return [...phases, ...scores("score", run.score), ...scores("scorex", run.extended)];
}

const unitOf = (phase: string): string => (phase.startsWith("ior-") ? "GiB/s" : "kIOPS");
