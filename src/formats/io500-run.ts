/** The runs of IO500 in a text, from the lines of either of its two files, or of the bash era's log. */
import type { Io500Score } from "./io500-score.ts";
import { excerpt, type SkippedLines } from "./skipped-lines.ts";
import { toInstant, toNumber } from "./tool-text.ts";

export interface Io500Run {
  version: string | undefined;
  mode: string | undefined;
  procs: string | undefined;
  configHash: string | undefined;
  startedAt: string | undefined;
  finishedAt: string | undefined;
  /** GiB/s of "ior-…", thousands of operations a second of the others. A phase that was not scored is absent. */
  readonly phases: Map<string, number>;
  readonly invalid: Set<string>;
  readonly suspect: Set<string>;
  score: Io500Score | undefined;
  /** Of the extended list, which has more phases. */
  extended: Io500Score | undefined;
  isEnded: boolean;
  /** The last line of the run. */
  line: number;
}

interface Reader {
  readonly runs: Io500Run[];
  run: Io500Run | undefined;
  /** Of result.txt: the section that is open, and what it said. */
  section: string;
  readonly scores: Map<string, number>;
  readonly skipped: SkippedLines;
}

const VERSION = /^IO500 version +([^\s(]*) *(?:\((\w+)\))?/;
const PHASE =
  /^\[([^\]]*)\] +(?:(?:BW|IOPS) +phase +\d+ +)?([a-z][\w-]*) +([\d.]+) (GiB\/s|GB\/s|kiops) : time +[\d.]+ seconds(.*)$/i;
const SCORE = /^\[(SCORE[^\]]*)\] Bandwidth ([\d.]+) \w+\/s : IOPS ([\d.]+) kiops : TOTAL ([\d.]+)(.*)$/i;
const ENTRY = /^([\w-]+) += (.*)$/;

/** A last line without its end may be cut in the middle of a number: it is not read. */
export function io500Runs(lines: readonly string[], skipped: SkippedLines): Io500Run[] {
  const reader: Reader = { runs: [], run: undefined, section: "", scores: new Map(), skipped };
  lines.slice(0, -1).forEach((text, index) => {
    readLine(reader, text.trimEnd(), index + 1);
  });
  if ((lines.at(-1) ?? "").trim() !== "") skipped.add(lines.length, "the last line has no end", lines.at(-1));
  return reader.runs;
}

function readLine(reader: Reader, text: string, line: number): void {
  if (text === "[run]" || VERSION.test(text)) open(reader);
  // After its score a run has its extended score at most: a phase is of the next one.
  const isNext = reader.run === undefined || (reader.run.score !== undefined && reader.section === "");
  if (isNext && /^\[RESULT/.test(text)) open(reader);
  const { run } = reader;
  if (run === undefined) return;
  run.line = line;
  const [, version, mode] = VERSION.exec(text) ?? [];
  if (version) run.version = version.replace(/^io500-/, "");
  if (mode !== undefined) run.mode = mode;
  readPhase(run, text, reader.skipped);
  readScore(run, text);
  readResult(reader, run, text);
}

function open(reader: Reader): Io500Run {
  const run: Io500Run = {
    version: undefined,
    mode: undefined,
    procs: undefined,
    configHash: undefined,
    startedAt: undefined,
    finishedAt: undefined,
    phases: new Map(),
    invalid: new Set(),
    suspect: new Set(),
    score: undefined,
    extended: undefined,
    isEnded: false,
    line: 1,
  };
  reader.runs.push(run);
  reader.run = run;
  reader.section = "";
  reader.scores.clear();
  return run;
}

/** The bash era's log has each row twice: inline and in its summary. */
function readPhase(run: Io500Run, text: string, skipped: SkippedLines): void {
  const [, mark = "", name = "", number, , rest = ""] = PHASE.exec(text) ?? [];
  if (!/^RESULT/i.test(mark)) return;
  const phase = name.replaceAll("_", "-");
  const value = toNumber(number) ?? 0;
  if (/invalid/i.test(mark + rest)) run.invalid.add(phase);
  if (value <= 0) return;
  const before = run.phases.get(phase);
  if (before === undefined) run.phases.set(phase, value);
  else if (before !== value) {
    run.suspect.add("a phase has two results");
    skipped.add(run.line, `another result of ${phase}`, text);
  }
}

function readScore(run: Io500Run, text: string): void {
  const [, mark = "", bandwidth, metadata, total, rest = ""] = SCORE.exec(text) ?? [];
  if (mark === "") return;
  if (/invalid/i.test(mark + rest)) run.suspect.add("IO500 says: INVALID");
  const score = { bandwidth: Number(bandwidth), metadata: Number(metadata), total: Number(total) };
  if (/^SCOREX/i.test(mark)) run.extended = score;
  else run.score = score;
  run.isEnded = true;
}

/** result.txt: sections of `key = value`, remarks after a semicolon. */
function readResult(reader: Reader, run: Io500Run, text: string): void {
  const section = /^\[([\w-]+)\]$/.exec(text)?.[1];
  if (section !== undefined) reader.section = section;
  const remark = /^; (START|END|ERROR|INVALID)\b ?(.*)$/.exec(text);
  if (remark !== null) readRemark(run, remark);
  const [, key = "", value = ""] = ENTRY.exec(text) ?? [];
  if (key === "" || reader.section === "") return;
  if (reader.section === "run") readHead(run, key, value.trim());
  else if (/^SCOREX?$/.test(reader.section)) readTotals(reader, run, key, value);
  else if (key === "score") {
    const score = toNumber(value) ?? 0;
    if (score > 0) run.phases.set(reader.section, score);
    if (/invalid/i.test(value)) run.invalid.add(reader.section);
  }
}

function readRemark(run: Io500Run, [, kind, rest = ""]: RegExpExecArray): void {
  if (kind === "START") run.startedAt = toInstant(rest);
  else if (kind === "END") {
    run.finishedAt = toInstant(rest);
    run.isEnded = true;
  } else run.suspect.add(`IO500 says: ${excerpt(`${kind} ${rest}`)}`);
}

function readHead(run: Io500Run, key: string, value: string): void {
  if (key === "version" && value !== "") run.version = value.replace(/^io500-/, "");
  if (key === "mode") run.mode = value;
  if (key === "procs") run.procs = value;
  if (key === "config-hash") run.configHash = value;
}

function readTotals(reader: Reader, run: Io500Run, key: string, text: string): void {
  if (/invalid/i.test(text)) run.suspect.add("IO500 says: INVALID");
  const value = toNumber(text.replace(/\[.*$/, ""));
  if (value === undefined) return;
  reader.scores.set(`${reader.section} ${key}`, value);
  const figures = ["BW", "MD", "SCORE"].map((name) => reader.scores.get(`${reader.section} ${name}`));
  const [bandwidth, metadata, total] = figures;
  if (bandwidth === undefined || metadata === undefined || total === undefined) return;
  if (reader.section === "SCOREX") run.extended = { bandwidth, metadata, total };
  else run.score = { bandwidth, metadata, total };
}
