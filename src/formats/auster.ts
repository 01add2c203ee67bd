/**
 * results.yml of Lustre's auster: which tests passed, with durations in whole seconds. It is context of a run; the
 * durations can be looked at and never gate. Its quoting is often no YAML, so that it is read line by line.
 */
import type { Format, Reading } from "./format.ts";
import { repeats } from "./repeats.ts";
import { skippedLines } from "./skipped-lines.ts";
import { present, toName } from "./tool-text.ts";

const ENTRY = /^( *)(-)? *([a-z_]+):(?: (.*))?$/;
const STRUCTURE = /^\s*-?\s*$|^(?:TestGroup|Tests|CodeReview|\s*SubTests):/;
const WHOLE_SECONDS = ["whole seconds of a functional test"];

interface Reader {
  suite: string;
  suites: number;
  /** Suites whose own status was told after their tests. */
  ended: number;
  test: string;
  status: string;
  isInTests: boolean;
  readonly counts: Map<string, number>;
  readonly found: ReturnType<typeof repeats>;
}

export const auster: Format = {
  id: "auster",
  recognizes: (text) => /^TestGroup:/m.test(text) && /^Tests:/m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const reader: Reader = {
      suite: "",
      suites: 0,
      ended: 0,
      test: "",
      status: "",
      isInTests: false,
      counts: new Map(),
      found: repeats(),
    };
    const group = new Map<string, string>();
    const lines = text.split("\n").slice(0, -1);
    lines.forEach((line, index) => {
      const [, indent = "", , key, value = ""] = ENTRY.exec(line) ?? [];
      if (key !== undefined && reader.isInTests) readEntry(reader, indent.length, key, value.trim());
      else if (key !== undefined) group.set(key, value.trim());
      else if (!STRUCTURE.test(line)) skipped.add(index + 1, "not an entry", line);
      reader.isInTests ||= /^Tests:/.test(line);
    });
    const measurements = reader.found.list();
    const counted = Object.fromEntries([...reader.counts].map(([status, n]) => [`tests.${status}`, String(n)]));
    return {
      tool: { name: "auster" },
      measurements,
      complete: measurements.length > 0 && reader.ended === reader.suites && text.endsWith("\n"),
      skipped: skipped.list(),
      context: present({
        "test-group": group.get("test_group"),
        host: group.get("testhost"),
        submission: group.get("submission"),
        ...counted,
      }),
    };
  },
};

/** A suite's entries stand further left than those of its tests. */
function readEntry(reader: Reader, indent: number, key: string, value: string): void {
  const isSuite = indent < 12;
  if (key === "name" && isSuite) {
    reader.suite = toName(value);
    reader.suites += 1;
    reader.test = "";
  } else if (key === "name") reader.test = toName(value);
  else if (key === "status" && isSuite) reader.ended += 1;
  else if (key === "status" && /^[A-Z]{2,20}$/.test(value)) {
    reader.status = value;
    reader.counts.set(value, (reader.counts.get(value) ?? 0) + 1);
  } else if (key === "duration" && !isSuite && reader.status === "PASS" && reader.test !== "" && /^\d+$/.test(value)) {
    const series = { benchmark: reader.suite, metric: `${reader.test}.duration`.slice(0, 290), unit: "s" };
    reader.found.add({ ...series, better: "lower" }, Number(value), WHOLE_SECONDS);
  }
}
