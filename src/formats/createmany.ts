/** Lustre's createmany and unlinkmany: "total: 10000 open/close in 12.82 seconds: 780.22 ops/second". */
import type { Format } from "./format.ts";
import { readResultLines } from "./result-lines.ts";

const TOTAL =
  /^total: (\d+) ([a-z]+(?:\/[a-z]+)?) in \d+(?:\.\d+)? seconds: (\d+(?:\.\d+)?) (?:ops|unlinks|mkdirs)\/second$/;
const ANY_TOTAL = new RegExp(TOTAL.source.replace(/\$$/, "\\s*$"), "m");
const PROGRESS = /^ - ([a-z]+(?:\/[a-z]+)?) \d+ \(time /;

export const createmany: Format = {
  id: "createmany",
  recognizes: (text) => ANY_TOTAL.test(text),
  read: (text) =>
    readResultLines(text, {
      id: "createmany",
      read(line) {
        const [, items, operation = "", rate] = TOTAL.exec(line.trimEnd()) ?? [];
        if (items === undefined || Number(rate) <= 0) return undefined;
        const metric = `${operation.replace("/", "-").replace(/unlinks$/, "unlink")}.rate`;
        const parameters = { items };
        return [
          { benchmark: "createmany", metric, unit: "ops/s", better: "higher", parameters, values: [Number(rate)] },
        ];
      },
      isProgress: (line) => PROGRESS.test(line),
    }),
};
