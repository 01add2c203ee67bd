/** sgpdd-survey of lustre-iokit: bare disks. Values are MiB/s; before 2013 they were labelled MB/s. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { surveyFormat } from "./survey.ts";
import { tellApart } from "./tell-apart.ts";

const since2013 = surveyFormat({
  id: "sgpdd-survey",
  first: "dev",
  unit: "MiB/s",
  metric: (test) => `${test}.bandwidth`,
  parameters: { dev: "devices", sz: "size", rsz: "record", crg: "regions", thr: "threads" },
  last: "read",
});

const OLD = /^ *total_size +(\d+)K rsz +(\d+) thr +(\d+) crg +(\d+) +(?:(write|read) +)?([\d.]+) MB\/s(.*)$/;
const OLD_ROW = new RegExp(OLD.source, "m");

export const sgpddSurvey: Format = {
  id: "sgpdd-survey",
  recognizes: (text) => OLD_ROW.test(text) || since2013.recognizes(text),
  read: (text) => (OLD_ROW.test(text) ? readOld(text) : since2013.read(text)),
};

/** "… thr 1 crg 1 180.45 MB/s 1 x 180.50 = 180.50 MB/s": the first number is what was measured. */
function readOld(text: string): Reading {
  const skipped: SkippedLines = skippedLines();
  const measurements: Measurement[] = [];
  let isBroken = false;
  text.split("\n").forEach((line, index, lines) => {
    const match = OLD.exec(line);
    const [, size, record, threads = "", regions = "", test, value, rest = ""] = match ?? [];
    if (match !== null && /^ +\d+ x +[\d.]+ = +[\d.]+ MB\/s\s*$/.test(rest)) {
      measurements.push({
        benchmark: "sgpdd-survey",
        metric: test === undefined ? "bandwidth" : `${test}.bandwidth`,
        unit: "MiB/s",
        better: "higher",
        parameters: { size: `${size}KiB`, record: `${record}KiB`, threads, regions },
        values: [Number(value)],
      });
    } else if (line.trim() !== "") {
      isBroken ||= /^ *total_size/.test(line) || index === lines.length - 1;
      skipped.add(index + 1, "not a whole row", line);
    }
  });
  return {
    tool: { name: "sgpdd-survey" },
    measurements: tellApart(measurements),
    complete: measurements.length > 0 && !isBroken,
    skipped: skipped.list(),
    context: {},
  };
}
