/**
 * dd of coreutils, in any language: "268435456 bytes (268 MB, 256 MiB) copied, 0.159234 s, 1.7 GB/s". The speed it
 * prints is rounded, so it is computed from the bytes and the seconds; where both do not agree nothing is read.
 */
import type { Format } from "./format.ts";
import { readResultLines } from "./result-lines.ts";
import { present, toNumber } from "./tool-text.ts";

const COPIED =
  /^(\d+) [^\s,(]+ (?:\([^()]*\) )?[^,\d]+, (\d+(?:[.,]\d+)?(?:e[+-]\d+)?) (?:s|seconds), (\d+(?:[.,]\d+)?) ([kMGTP]?)B\/s$/;
const RECORDS = /^(\d+)\+(\d+) \S/;
const ANY =
  /^\d+\+\d+ \S.*\n\d+\+\d+ \S.*\n\d+ [^\s,(]+ (?:\([^()\n]*\) )?[^,\d\n]+, [\d.,e+-]+ (?:s|seconds), [\d.,]+ [kMGTP]?B\/s\s*$/m;
const FAILED = /^dd: /;
const POWERS = ["", "k", "M", "G", "T", "P"];

export const dd: Format = {
  id: "dd",
  recognizes: (text) => ANY.test(text),
  read: (text) =>
    readResultLines(text, {
      id: "dd",
      read(line, before) {
        const records = before.slice(-2);
        const [, bytes = "", elapsed = "", speed = "", prefix = ""] = COPIED.exec(line.trimEnd()) ?? [];
        const seconds = toNumber(elapsed.replace(",", "."));
        const printed = (toNumber(speed.replace(",", ".")) ?? 0) * 1000 ** POWERS.indexOf(prefix);
        // Lines that `status=progress` overwrites look alike, but no count of records stands before them.
        if (!areRecords(records) || seconds === undefined || seconds <= 0) return undefined;
        const rate = Number(bytes) / seconds;
        if (Math.abs(rate - printed) > 0.1 * printed) return undefined;
        const parameters = present({ bytes, block: blockOf(bytes, records[1] ?? "") });
        return [{ benchmark: "dd", metric: "bandwidth", unit: "B/s", better: "higher", parameters, values: [rate] }];
      },
      isProgress: (line) => RECORDS.test(line),
      trouble: (line) => (FAILED.test(line) ? "dd reports an error" : undefined),
    }),
};

const areRecords = (lines: readonly string[]) => lines.length === 2 && lines.every((line) => RECORDS.test(line));

/** Bytes of a record, where all of them were whole. */
function blockOf(bytes: string, records: string): string | undefined {
  const [, whole = "0", partial = "0"] = RECORDS.exec(records) ?? [];
  const block = Number(bytes) / Number(whole);
  return Number(partial) === 0 && Number.isInteger(block) ? String(block) : undefined;
}
