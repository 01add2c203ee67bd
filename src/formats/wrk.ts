/** wrk and wrk2: units change within a row; errors make the figures those of errors. One run has no repeats. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present } from "./tool-text.ts";

const BANNER = /^Running (\S+) test @ (\S+)$/;
const THREADS = /^ +(\d+) threads and (\d+) connections$/;
const LATENCY = /^ +Latency +([\d.]+)(us|ms|s|m|h) +([\d.]+)(us|ms|s|m|h) +([\d.]+)(us|ms|s|m|h) +[\d.]+%$/;
const PERCENTILE = /^ +(50|75|90|99|99\.9)(?:\.0+)?% +([\d.]+)(us|ms|s|m|h)$/;
const RATE = /^Requests\/sec: +([\d.]+)$/;
const END = /^Transfer\/sec: +[\d.]+[KMGT]?B$/;
const TROUBLE = /^ +(Non-2xx or 3xx responses: \d+|Socket errors: .*)$/;
const UNITS: Readonly<Record<string, string>> = { us: "us", ms: "ms", s: "s", m: "min", h: "h" };

interface Run {
  parameters: Record<string, string>;
  readonly found: { metric: string; unit: string; better: Measurement["better"]; value: number }[];
  readonly suspect: string[];
  isEnded: boolean;
}

export const wrk: Format = {
  id: "wrk",
  recognizes: (text) => /^Running \S+ test @ \S+$/m.test(text) && /threads and \d+ connections$/m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const runs: Run[] = [];
    const lines = text.split("\n");
    lines.forEach((line, index) => {
      const [, duration, url] = BANNER.exec(line) ?? [];
      if (duration !== undefined && url !== undefined)
        runs.push({ parameters: { duration, url }, found: [], suspect: [], isEnded: false });
      // A number at the end of the text may be cut.
      const run = index < lines.length - 1 || END.test(line) ? runs.at(-1) : undefined;
      if (run !== undefined) readLine(run, line);
    });
    if (runs.some(({ isEnded }) => !isEnded)) skipped.add(lines.length, "the output ends here", lines.at(-1));
    const measurements = runs.flatMap(({ parameters, found, suspect }) =>
      found.map(({ value, ...rest }) => ({
        benchmark: "wrk",
        ...rest,
        parameters: present(parameters),
        values: [value],
        ...(suspect.length === 0 ? {} : { suspect }),
      })),
    );
    return {
      tool: { name: "wrk" },
      measurements: tellApart(measurements),
      complete: measurements.length > 0 && runs.every(({ isEnded }) => isEnded),
      skipped: skipped.list(),
      context: {},
    };
  },
};

function readLine(run: Run, line: string): void {
  const [, threads, connections] = THREADS.exec(line) ?? [];
  if (threads !== undefined && connections !== undefined) Object.assign(run.parameters, { threads, connections });
  const latency = LATENCY.exec(line) ?? [];
  ["latency.mean", "latency.stdev", "latency.max"].forEach((metric, place) => {
    addTime(run, metric, latency[1 + 2 * place], latency[2 + 2 * place]);
  });
  const [, percentile, value, unit] = PERCENTILE.exec(line) ?? [];
  if (percentile !== undefined) addTime(run, `latency.p${percentile}`, value, unit);
  const rate = RATE.exec(line)?.[1];
  if (rate !== undefined && Number(rate) > 0)
    run.found.push({ metric: "requests", unit: "req/s", better: "higher", value: Number(rate) });
  const trouble = TROUBLE.exec(line)?.[1];
  if (trouble !== undefined) run.suspect.push(`wrk reports: ${trouble}`.slice(0, 300));
  run.isEnded ||= END.test(line);
}

/** wrk2 prints its percentiles twice, the second time as a spectrum: the first counts. */
function addTime(run: Run, metric: string, value: string | undefined, unit = ""): void {
  if (value === undefined || Number(value) <= 0 || run.found.some((found) => found.metric === metric)) return;
  run.found.push({ metric, unit: UNITS[unit] ?? unit, better: "lower", value: Number(value) });
}
