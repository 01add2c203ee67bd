/**
 * The CSV that Otava (Hunter) reads: a row for each run with its time and commit, a column for each metric. Which
 * direction is better follows from the column's name, "latency_ms" or "throughput", or its unit: "walk (s)".
 */
import type { Better, Measurement } from "../model/run.ts";
import { csvCells, delimiterOf } from "./csv-cells.ts";
import { betterOf } from "./direction.ts";
import type { Format, PastRun, Reading } from "./format.ts";
import { historyReading, pastRun } from "./history.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { toInstant, toName, toNumber } from "./tool-text.ts";

const TIMES = ["time", "timestamp", "date"];
const COMMITS = ["commit", "sha", "revision", "git_commit", "changeset", "commit_id"];
const BRANCHES = ["branch"];
const HIGHER = /throughput|bandwidth|(?:^|_)(?:rate|ops|iops|qps|tps|rps|score)(?:$|_)/i;
const LOWER = /latency|duration|elapsed|runtime|(?:^|_)(?:time|p\d{2,3}|ms|us|ns|seconds|bytes|rss)(?:$|_)/i;

interface Column {
  readonly at: number;
  readonly metric: string;
  readonly unit: string;
  readonly better: Better;
}

export const otava: Format = {
  id: "otava",
  recognizes(text) {
    const names = namesOf(text.slice(0, 10_000).trimStart().split("\n", 1)[0] ?? "");
    return names.length > 2 && names.some(isOneOf(TIMES)) && names.some(isOneOf(COMMITS));
  },
  read(text): Reading {
    const skipped = skippedLines();
    const [header = "", ...lines] = text.trimStart().split("\n");
    const names = namesOf(header);
    const columns = columnsOf(header, skipped);
    let isWhole = true;
    const runs = lines.map((line, index): PastRun | undefined => {
      if (line.trim() === "") return undefined;
      const cells = index < lines.length - 1 ? csvCells(line, delimiterOf(header)) : [];
      if (cells.length === names.length) return toRun(cells, names, columns, index + 2, skipped);
      isWhole = false;
      skipped.add(index + 2, "not a whole row", line);
      return undefined;
    });
    return historyReading("otava", runs, isWhole, skipped);
  },
};

const isOneOf = (names: readonly string[]) => (name: string) => names.includes(name);
const namesOf = (header: string) => csvCells(header, delimiterOf(header)).map((name) => name.toLowerCase());

function columnsOf(header: string, skipped: SkippedLines): Column[] {
  return csvCells(header, delimiterOf(header)).flatMap((title, at) => {
    if ([...TIMES, ...COMMITS, ...BRANCHES].includes(title.toLowerCase())) return [];
    const [, name = title, unit = ""] = /^(.*?)\s*[([]([^)\]]+)[)\]]$/.exec(title) ?? [];
    const better = betterOf(unit) ?? directionOf(name);
    if (better !== undefined) return [{ at, metric: toName(name), unit: unit || "1", better }];
    skipped.add(1, 'which direction is better is not said: put the unit behind the name, as "walk (s)"', title);
    return [];
  });
}

function directionOf(name: string): Better | undefined {
  if (HIGHER.test(name) === LOWER.test(name)) return undefined;
  return HIGHER.test(name) ? "higher" : "lower";
}

function toRun(
  cells: readonly string[],
  names: readonly string[],
  columns: readonly Column[],
  line: number,
  skipped: SkippedLines,
): PastRun | undefined {
  const cell = (of: readonly string[]) => cells[names.findIndex(isOneOf(of))] ?? "";
  const measurements = columns.flatMap(({ at, metric, unit, better }): Measurement[] => {
    const value = toNumber(cells[at]);
    return value === undefined ? [] : [{ benchmark: "otava", metric, unit, better, values: [value] }];
  });
  const facts = { sha: cell(COMMITS), branch: cell(BRANCHES) || undefined, startedAt: whenOf(cell(TIMES)) };
  return pastRun(facts, measurements, line, skipped);
}

/** Seconds since 1970, a date, or a date and time. */
function whenOf(text: string): string | undefined {
  const seconds = toNumber(text);
  if (seconds !== undefined) return seconds > 0 && seconds < 4e9 ? new Date(seconds * 1000).toISOString() : undefined;
  return (
    toInstant(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2").replace(/ (?=[+-]\d\d:)/, "")) ?? toInstant(`${text} 00:00:00`)
  );
}
