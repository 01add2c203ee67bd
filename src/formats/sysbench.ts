/** sysbench 1.0: events, transactions, file operations and memory, and their latency in milliseconds. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present } from "./tool-text.ts";

type Found = Pick<Measurement, "metric" | "unit" | "better">;

const rate = (metric: string, unit: string): Found => ({ metric, unit, better: "higher" });
const time = (metric: string): Found => ({ metric, unit: "ms", better: "lower" });

/** The number is at the end of its line, or in brackets. Whole lines only. */
const FIGURES: readonly (readonly [line: RegExp, found: Found])[] = [
  [/^ +events per second: +([\d.]+)$/, rate("events", "events/s")],
  [/^ +events\/s \(eps\): +([\d.]+)$/, rate("events", "events/s")],
  [/^ +transactions: +\d+ +\(([\d.]+) per sec\.\)$/, rate("transactions", "tps")],
  [/^ +queries: +\d+ +\(([\d.]+) per sec\.\)$/, rate("queries", "queries/s")],
  [/^ +reads\/s: +([\d.]+)$/, rate("reads", "ops/s")],
  [/^ +writes\/s: +([\d.]+)$/, rate("writes", "ops/s")],
  [/^ +fsyncs\/s: +([\d.]+)$/, rate("fsyncs", "ops/s")],
  [/^ +read, MiB\/s: +([\d.]+)$/, rate("read.bandwidth", "MiB/s")],
  [/^ +written, MiB\/s: +([\d.]+)$/, rate("write.bandwidth", "MiB/s")],
  [/^[\d.]+ MiB transferred \(([\d.]+) MiB\/sec\)$/, rate("memory.bandwidth", "MiB/s")],
  [/^Total operations: \d+ \(([\d.]+) per second\)$/, rate("operations", "ops/s")],
  [/^ +avg: +([\d.]+)$/, time("latency.mean")],
  [/^ +95th percentile: +([\d.]+)$/, time("latency.p95")],
  [/^ +99th percentile: +([\d.]+)$/, time("latency.p99")],
  [/^ +max: +([\d.]+)$/, time("latency.max")],
];

const BANNER = /^sysbench (\d[\w.-]{0,40})/;
const SETTINGS: readonly (readonly [line: RegExp, parameter: string])[] = [
  [/^Number of threads: (\d+)$/, "threads"],
  [/^Prime numbers limit: (\d+)$/, "primes"],
  [/^ +block size: (\S+)$/, "block"],
  [/^Block size (\S+)$/, "block"],
  [/^ +total size: (\S+)$/, "size"],
  [/^(\S+) total file size$/, "size"],
  [/^Doing (.+) test$/, "test"],
  [/^Running the (\w+) speed test/, "test"],
  [/^ +operation: (\S+)$/, "operation"],
];
const END = /^ +execution time \(avg\/stddev\): +[\d.]+\/[\d.]+$/;

interface Run {
  readonly version: string;
  readonly parameters: Record<string, string>;
  readonly found: (Found & { readonly value: number })[];
  readonly suspect: string[];
  isEnded: boolean;
}

export const sysbench: Format = {
  id: "sysbench",
  recognizes: (text) => /^sysbench \d\S* \(/m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const runs: Run[] = [];
    const lines = text.split("\n");
    lines.slice(0, -1).forEach((line, index) => {
      const version = BANNER.exec(line)?.[1];
      if (version !== undefined) runs.push({ version, parameters: {}, found: [], suspect: [], isEnded: false });
      const run = runs.at(-1);
      if (run === undefined) return;
      readLine(run, line.trimEnd());
      if (/^(?:FATAL|WARNING|ALERT): /.test(line)) skipped.add(index + 1, "sysbench says", line);
    });
    if (runs.some(({ isEnded }) => !isEnded)) skipped.add(lines.length, "the output ends here", lines.at(-1));
    const version = runs[0]?.version;
    return {
      tool: version === undefined ? { name: "sysbench" } : { name: "sysbench", version },
      measurements: tellApart(runs.flatMap(ofRun)),
      complete: runs.length > 0 && runs.every(({ isEnded, found }) => isEnded && found.length > 0),
      skipped: skipped.list(),
      context: {},
    };
  },
};

function ofRun({ version, parameters, found, suspect }: Run): Measurement[] {
  return found.map(({ value, ...rest }) => ({
    benchmark: "sysbench",
    version,
    ...rest,
    parameters: present(parameters),
    values: [value],
    ...(suspect.length === 0 ? {} : { suspect }),
  }));
}

function readLine(run: Run, line: string): void {
  for (const [setting, parameter] of SETTINGS) {
    const value = setting.exec(line)?.[1];
    if (value !== undefined) run.parameters[parameter] = value;
  }
  for (const [figure, found] of FIGURES) {
    const value = Number(figure.exec(line)?.[1] ?? 0);
    if (value > 0 && !run.found.some(({ metric }) => metric === found.metric)) run.found.push({ ...found, value });
  }
  if (/^FATAL: /.test(line)) run.suspect.push("sysbench reports a fatal error");
  run.isEnded ||= END.test(line);
}
