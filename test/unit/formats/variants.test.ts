/**
 * What collectors, editors and kills make of a tool's output. All fixtures, and where TARNISH_SAMPLES names a folder of
 * further samples (most of them under licences that keep them out of this repository), all of those.
 */
import { describe, expect, test } from "vitest";
import { cleanText } from "../../../src/formats/clean-text.ts";
import { FORMATS, readOutput } from "../../../src/formats/index.ts";
import { Fault } from "../../../src/model/fault.ts";
import { mayLookWhole, maySayOthers, numbersOf } from "./cuts.ts";
import { type Sample, samplesOf } from "./fixtures.ts";

const SAMPLES = process.env["TARNISH_SAMPLES"];
const ALL: Sample[] = [
  ...samplesOf(),
  ...(SAMPLES === undefined ? [] : samplesOf(SAMPLES).map(({ name, text }) => ({ name: `samples/${name}`, text }))),
];

/** What is read, or the sentence of the refusal. */
function outcome(text: string) {
  try {
    const { format, reading } = readOutput(text);
    const { history = [], complete } = reading;
    const measurements = [...reading.measurements, ...history.flatMap((run) => run.measurements)];
    return { format, measurements, history, complete, refused: "" };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { format: "", measurements: [], history: [], complete: false, refused: error.message };
  }
}

const before = (stamp: string) => (text: string) => text.replaceAll(/^/gm, stamp);

const SAME: Readonly<Record<string, (text: string) => string>> = {
  "CRLF line ends": (text) => text.replaceAll("\n", "\r\n"),
  "a byte order mark": (text) => `\uFEFF${text}`,
  "a time before each line": before("2026-11-20T17:55:54.123Z "),
  "a time in brackets before each line": before("[2026-11-20 17:55:54] "),
  "a time with a zone before each line": before("2026-11-20 17:55:54.123+01:00 "),
  "the date of ts before each line": before("Nov 20 17:55:54 "),
  "the time of day before each line": before("17:55:54.123 "),
  "seconds since 1970 before each line": before("1795197354.123456 "),
  "a rank before each line": before("[1,0]<stdout>: "),
  "a container runtime's stamp before each line": before("2026-11-20T17:55:54.123456789Z stdout F "),
  "itself once more behind it": (text) => `${text}${text.endsWith("\n") ? "" : "\n"}${text}`,
};

describe.each(ALL)("$name", (sample) => {
  const whole = outcome(sample.text);

  test("is of one format, or is declined with a reason", () => {
    const sure = FORMATS.filter((format) => format.recognizes(cleanText(sample.text)));
    expect(sure.length).toBeLessThanOrEqual(1);
    expect(whole.format === "" ? whole.refused : "read").toMatch(/^read$|\.$/);
  });

  test("cut anywhere it says nothing that the whole does not say, and is not complete", () => {
    const numbers = whole.measurements.flatMap(numbersOf);
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
      const length = Math.floor(share * sample.text.trimEnd().length);
      const cut = outcome(sample.text.slice(0, length));
      const got = cut.measurements.flatMap(numbersOf);
      if (maySayOthers(sample, length, cut.complete)) continue;
      expect(got.filter((number) => !numbers.includes(number))).toEqual([]);
      if (cut.complete && !mayLookWhole(sample, length)) expect(got).toEqual(numbers);
    }
  });

  test.each(Object.entries(SAME))("reads the same with %s", (_, change) => {
    const { refused: _words, ...changed } = outcome(change(sample.text));
    const { refused: _others, ...expected } = whole;
    expect(changed).toEqual(expected);
  });
});
