/**
 * `go test -bench`: rows of one name are repeats (-count), "key: value" lines before them are their configuration,
 * `Unit` lines say which direction is better. Also as events (-json).
 */
import type { Better } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { goEvents } from "./go-events.ts";
import { repeats, type Series } from "./repeats.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { present, toName, toNumber } from "./tool-text.ts";

const ROW = /^(Benchmark\S*)\s+(\d+)\s+(\S.*)$/;
const NAME_ALONE = /^Benchmark\S*\s*$/;
const FIRST = /^Benchmark\S*\s+\d+\s+[\d.e+]+ \S+/m;
const SETTING = /^([a-z][^\s:A-Z]*): ?(.*)$/;
const END = /^(?:PASS|ok\s)/;
const FAILED = /^(?:---? FAIL|FAIL|panic: )/;
/** Facts of the machine; every other setting tells measurements apart. */
const CONTEXT = new Set(["goos", "goarch", "cpu"]);

export const goBench: Format = {
  id: "go-bench",
  recognizes: (text) => FIRST.test(text) || FIRST.test(goEvents(text) ?? ""),
  read: (text) => readText(goEvents(text) ?? text),
};

interface Reader {
  readonly found: ReturnType<typeof repeats>;
  readonly settings: Map<string, string>;
  readonly directions: Map<string, Better>;
  readonly skipped: SkippedLines;
  name: string;
  isEnded: boolean;
  isBroken: boolean;
}

function readText(text: string): Reading {
  const reader: Reader = {
    found: repeats(),
    settings: new Map(),
    directions: new Map(),
    skipped: skippedLines(),
    name: "",
    isEnded: false,
    isBroken: false,
  };
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    // The last line of a text may have been cut anywhere, unless it is one of those that end the output.
    if (index < lines.length - 1 || END.test(line)) readLine(reader, line, index + 1);
    else if (line.trim() !== "") reader.isBroken = true;
  });
  const measurements = reader.found.list();
  if (!reader.isEnded) reader.skipped.add(lines.length, 'the end is missing: "PASS" or "ok"');
  return {
    tool: { name: "go-bench" },
    measurements,
    complete: measurements.length > 0 && reader.isEnded && !reader.isBroken,
    skipped: reader.skipped.list(),
    context: present(Object.fromEntries([...reader.settings].filter(([key]) => CONTEXT.has(key)))),
  };
}

function readLine(reader: Reader, line: string, number: number): void {
  if (NAME_ALONE.test(line)) reader.name = line.trim();
  // Lines that a benchmark logs stand between its name and its figures.
  const joined = /^\s*\d+\s+[\d.e+]+ \S+\/op/.test(line) ? `${reader.name} ${line.trim()}` : line;
  const [, name, , figures] = ROW.exec(joined) ?? [];
  if (name !== undefined && figures !== undefined) addRow(reader, name, figures, number);
  else if (!readSetting(reader, line) && line.trim() !== "" && !NAME_ALONE.test(line)) {
    reader.isBroken ||= FAILED.test(line);
    reader.skipped.add(number, FAILED.test(line) ? "a benchmark failed" : "not a result", line);
  }
}

/** False when the line is neither a setting, nor about a unit, nor the end. */
function readSetting(reader: Reader, line: string): boolean {
  const [, key, value = ""] = SETTING.exec(line) ?? [];
  const [, unit, direction] = /^Unit (\S+)(?: .*?better=(higher|lower))?/.exec(line) ?? [];
  if (key !== undefined) reader.settings.set(toName(key), toName(value));
  if (unit !== undefined && direction !== undefined)
    reader.directions.set(unit, direction === "higher" ? "higher" : "lower");
  if (END.test(line)) reader.isEnded = true;
  return key !== undefined || unit !== undefined || END.test(line);
}

function addRow(reader: Reader, name: string, figures: string, number: number): void {
  const cells = figures.trim().split(/\s+/);
  const pairs = cells.flatMap((cell, index) => (index % 2 === 0 ? [[toNumber(cell), cells[index + 1]] as const] : []));
  if (pairs.some(([value, unit]) => value === undefined || unit === undefined)) {
    reader.isBroken = true;
    reader.skipped.add(number, "not a whole row", `${name} ${figures}`);
    return;
  }
  reader.isEnded = false;
  const parameters = present(Object.fromEntries([...reader.settings].filter(([key]) => !CONTEXT.has(key))));
  for (const [value, unit = ""] of pairs) {
    if (value === undefined) continue;
    const label = toName(unit).slice(0, 50);
    const better = reader.directions.get(unit) ?? (/\/s(?:ec)?$/.test(unit) ? "higher" : "lower");
    const series: Series = { benchmark: toName(name), metric: label, unit: label, better };
    reader.found.add(Object.keys(parameters).length === 0 ? series : { ...series, parameters }, value);
  }
}
