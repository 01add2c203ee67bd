/** Lustre's mdsrate: "Rate: 2470.42 eff 2470.59 aggr 1235.29 avg client creates/sec (total: 2 threads …)". */
import type { Format } from "./format.ts";
import { readResultLines } from "./result-lines.ts";

const RATE =
  /^Rate: (\d+(?:\.\d+)?) eff \d+(?:\.\d+)? aggr \d+(?:\.\d+)? avg client ([a-z]+?)s?\/sec \(total: (\d+) threads \d+ [a-z]+ (\d+) dirs \S+ threads\/dir \d+(?:\.\d+)? secs\)$/;
const ANY_RATE = new RegExp(RATE.source.replace(/\$$/, "\\s*$"), "m");
const STARTED = /(?:^|: )(?:\d+: )?iters \d+ nfiles \d+ time /;

export const mdsrate: Format = {
  id: "mdsrate",
  recognizes: (text) => ANY_RATE.test(text),
  read: (text) =>
    readResultLines(text, {
      id: "mdsrate",
      read(line) {
        const [, rate, operation, threads, dirs] = RATE.exec(line.trimEnd()) ?? [];
        if (threads === undefined || dirs === undefined || Number(rate) <= 0) return undefined;
        const parameters = { threads, directories: dirs };
        const metric = `${operation}.rate`;
        return [{ benchmark: "mdsrate", metric, unit: "ops/s", better: "higher", parameters, values: [Number(rate)] }];
      },
      isProgress: (line) => STARTED.test(line),
    }),
};
