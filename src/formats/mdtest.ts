/**
 * mdtest, the metadata benchmark: 1.9 and what came with IOR 3.2 to 4.x. It prints no repeats, only maximum, minimum,
 * mean and standard deviation over them, and what those mean has changed over the versions.
 */
import type { Format, Reading } from "./format.ts";
import { mdtestLaunches } from "./mdtest-launch.ts";
import { mdtestMeasurements } from "./mdtest-measurements.ts";
import { skippedLines } from "./skipped-lines.ts";
import { present } from "./tool-text.ts";

const BANNER = /^mdtest-\d\S* was launched with /m;
const TABLE = /^SUMMARY(?: rate)?(?: \(in ops\/sec\))?: \(of \d+ iterations\)/m;

export const mdtest: Format = {
  id: "mdtest",
  recognizes: (text) => BANNER.test(text) || TABLE.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const launches = mdtestLaunches(text.split("\n"), skipped);
    const first = launches.at(0);
    const version = launches.find((launch) => launch.version !== undefined)?.version;
    return {
      tool: version === undefined ? { name: "mdtest" } : { name: "mdtest", version },
      measurements: mdtestMeasurements(launches),
      // A table on its own is fine; one beside launches has lost its launch.
      complete:
        launches.length > 0 &&
        launches.every((each) => each.isComplete && (each.version !== undefined || launches.length === 1)),
      skipped: skipped.list(),
      ...present({ startedAt: first?.startedAt, finishedAt: launches.at(-1)?.finishedAt }),
      context: present({ command: first?.command }),
    };
  },
};
