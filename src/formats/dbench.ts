/**
 * dbench: the last line is the result, lines of progress are no repeats. Whether its "MB/sec" is binary or decimal
 * nobody can tell, so the label stays and compares only with itself.
 */
import type { Format } from "./format.ts";
import { readResultLines } from "./result-lines.ts";
import { present } from "./tool-text.ts";

const RESULT = /^Throughput ([\d.]+) MB\/sec(?: \(sync [^)]*\))? +(\d+) clients +(\d+) procs +max_latency=([\d.]+) ms$/;
/** Version 3 has no latency: only a line with its end is known to be whole. */
const RESULT_OF_3 = /^Throughput ([\d.]+) MB\/sec(?: \(sync [^)]*\))? +(\d+) procs$/;
const MAXIMUM = { metric: "latency.max", unit: "ms", better: "lower" } as const;
const PROGRESS = /^ *\d+ +(?:\d+ +[\d.]+ MB\/sec +|cleanup +\d+ sec)/;
const BANNER = /^dbench version (\d\S{0,40})/m;
const LOAD = /^Running for (\d+) seconds with load '(?:.*\/)?([^'/]+)'/m;
const FAILED = /^\[\d+\] .*\bfailed\b|^Child (?:process )?failed/;

export const dbench: Format = {
  id: "dbench",
  recognizes: (text) => BANNER.test(text) || /^Throughput [\d.]+ MB\/sec.* (?:clients|procs)/m.test(text),
  read(text) {
    const version = BANNER.exec(text)?.[1];
    const [, seconds, load] = LOAD.exec(text) ?? [];
    return readResultLines(text, {
      id: "dbench",
      version,
      read(line) {
        const [, newer, clients, procsOfNewer, latency] = RESULT.exec(line.trimEnd()) ?? [];
        const [, older, procsOfOlder] = (text.endsWith("\n") && RESULT_OF_3.exec(line.trimEnd())) || [];
        const throughput = Number(newer ?? older ?? 0);
        const procs = procsOfNewer ?? procsOfOlder;
        if (throughput <= 0) return undefined;
        const common = {
          benchmark: "dbench",
          ...(version === undefined ? {} : { version }),
          parameters: present({ clients, procs, load, seconds }),
        };
        return [
          { ...common, metric: "throughput", unit: "MB/sec", better: "higher", values: [throughput] },
          ...(latency === undefined ? [] : [{ ...common, ...MAXIMUM, values: [Number(latency)] }]),
        ];
      },
      isProgress: (line) => PROGRESS.test(line),
      trouble: (line) => (FAILED.test(line) ? "dbench reports failed operations" : undefined),
    });
  },
};
