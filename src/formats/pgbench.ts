/** pgbench 9 to 17: transactions a second without the time of connecting, and latency; lines of progress are no repeats. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toName } from "./tool-text.ts";

const BEGIN = /^transaction type: (.+)$/;
const TPS =
  /^tps = ([\d.]+) \((without initial connection time|excluding connections establishing|including (?:reconnection times|connections establishing))\)$/;
const LATENCY = /^latency (average|stddev) (?:= |: )([\d.]+) ms$/;
const SETTINGS: readonly (readonly [line: RegExp, parameter: string])[] = [
  [/^scaling factor: (\d+)$/, "scale"],
  [/^query mode: (\w+)$/, "mode"],
  [/^number of clients: (\d+)$/, "clients"],
  [/^number of threads: (\d+)$/, "threads"],
  [/^duration: (\d+ s)$/, "duration"],
  [/^number of transactions per client: (\d+)$/, "transactions-per-client"],
];
const FAILED = /^number of failed transactions: ([1-9]\d*)/;

interface Run {
  readonly parameters: Record<string, string>;
  readonly found: (Pick<Measurement, "metric" | "unit" | "better"> & { readonly value: number })[];
  readonly suspect: string[];
}

export const pgbench: Format = {
  id: "pgbench",
  recognizes: (text) => /^transaction type: /m.test(text) && /^(?:scaling factor|query mode): /m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const version = /^pgbench \((?:PostgreSQL\) )?(\d[\w.]{0,40})/m.exec(text)?.[1];
    const runs: Run[] = [];
    const lines = text.split("\n");
    lines.forEach((line, index) => {
      const kind = BEGIN.exec(line)?.[1];
      if (kind !== undefined) runs.push({ parameters: { transaction: toName(kind) }, found: [], suspect: [] });
      // Settings and latencies end in what may be cut; the rate ends in its bracket.
      const run = index < lines.length - 1 || TPS.test(line) ? runs.at(-1) : undefined;
      if (run !== undefined) readLine(run, line.trimEnd());
      if (/aborted|^(?:pgbench: )?(?:error|fatal): /i.test(line)) skipped.add(index + 1, "pgbench says", line);
    });
    const isEnded = ({ found }: Run) => found.some(({ metric }) => metric === "tps");
    if (!runs.every(isEnded)) skipped.add(lines.length, "the output ends here without its rate", lines.at(-1));
    return {
      tool: version === undefined ? { name: "pgbench" } : { name: "pgbench", version },
      measurements: tellApart(runs.flatMap((run) => ofRun(run, version))),
      complete: runs.length > 0 && runs.every(isEnded) && !/^Run was aborted/m.test(text),
      skipped: skipped.list(),
      context: {},
    };
  },
};

function ofRun({ parameters, found, suspect }: Run, version: string | undefined): Measurement[] {
  return found.map(({ value, ...rest }) => ({
    benchmark: "pgbench",
    ...(version === undefined ? {} : { version }),
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
  const [, of, milliseconds] = LATENCY.exec(line) ?? [];
  if (of !== undefined && Number(milliseconds) > 0) {
    const metric = of === "average" ? "latency.mean" : "latency.stdev";
    run.found.push({ metric, unit: "ms", better: "lower", value: Number(milliseconds) });
  }
  const [, tps, how = ""] = TPS.exec(line) ?? [];
  if (tps !== undefined && Number(tps) > 0) {
    const isOld = how === "including connections establishing";
    const metric = isOld ? "tps.including-connections" : "tps";
    run.found.push({ metric, unit: "tps", better: "higher", value: Number(tps) });
  }
  const failed = FAILED.exec(line)?.[1];
  if (failed !== undefined) run.suspect.push(`${failed} transactions failed`);
}
