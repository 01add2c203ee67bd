/** fio's JSON and JSON+ (`--output-format=json`), 2.x to 3.x, also from client and server and with --status-interval. */
import type { Measurement } from "../model/run.ts";
import { fioMeasurements, jobsOf } from "./fio-jobs.ts";
import type { Format, Reading } from "./format.ts";
import { type JsonDocument, jsonDocuments } from "./json-documents.ts";
import { excerpt, type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toNumber } from "./tool-text.ts";

const JSON_REPORT = /^\s*"fio version"\s*:/m;
const TERSE = /^[345];fio-\d/m;
const NORMAL = /^\S.*: \(groupid=\d+, jobs=\d+\): err=/m;
const ERROR_TEXT = /^fio: \S/m;

export const fio: Format = {
  id: "fio",
  recognizes: (text) => [JSON_REPORT, TERSE, NORMAL, ERROR_TEXT].some((mark) => mark.test(text)),
  read(text) {
    const skipped = skippedLines();
    return JSON_REPORT.test(text) || /"fio version"/.test(text) ? readJson(text, skipped) : decline(text, skipped);
  },
};

/** fio's other outputs are rounded or count fields by position: they are declined, and its errors are kept. */
function decline(text: string, skipped: SkippedLines): Reading {
  text.split("\n").forEach((line, index) => {
    if (ERROR_TEXT.test(line)) skipped.add(index + 1, "an error of fio", line);
  });
  const nothing = { tool: { name: "fio" }, measurements: [], complete: false, skipped: skipped.list(), context: {} };
  const declined = "Of fio's outputs only JSON is read: run it with --output-format=json (or json+).";
  return nothing.skipped.length > 0 ? nothing : { ...nothing, declined };
}

interface Report {
  readonly root: Readonly<Record<string, unknown>>;
  readonly closed: boolean;
  readonly version: string | undefined;
  /** Milliseconds since 1970, when the report was written. */
  readonly writtenAt: number | undefined;
  /** Milliseconds, of the job that ran longest. */
  readonly runtime: number;
}

function readJson(text: string, skipped: SkippedLines): Reading {
  const documents = jsonDocuments(text, skipped);
  const reports = lastOfEachRun(documents.flatMap(toReport));
  const unreadable = documents.length - documents.flatMap(toReport).length;
  const measurements: Measurement[] = reports.flatMap(({ root, version }) => fioMeasurements(root, version));
  const last = reports.at(-1);
  const version = last?.version;
  const begin = last?.writtenAt === undefined ? undefined : last.writtenAt - last.runtime;
  return {
    tool: version === undefined ? { name: "fio" } : { name: "fio", version },
    measurements: tellApart(measurements),
    complete:
      measurements.length > 0 && unreadable === 0 && reports.every(({ closed, root }) => closed && hasNoError(root)),
    skipped: skipped.list(),
    ...present({ startedAt: toIso(begin), finishedAt: toIso(last?.writtenAt) }),
    context: present({ time: typeof last?.root["time"] === "string" ? excerpt(last.root["time"]) : undefined }),
  };
}

function toReport({ value, closed }: JsonDocument): Report[] {
  if (typeof value !== "object" || value === null || !("fio version" in value)) return [];
  const root = value as Readonly<Record<string, unknown>>;
  const named = /^fio-(\d[\w.+~-]{0,80})$/.exec(String(root["fio version"]))?.[1];
  const seconds = toNumber(root["timestamp"]);
  const writtenAt = toNumber(root["timestamp_ms"]) ?? (seconds === undefined ? undefined : seconds * 1000);
  const runtime = Math.max(0, ...jobsOf(root).map((job) => job.runtime));
  return [{ root, closed, version: named, writtenAt, runtime }];
}

/**
 * With --status-interval each report counts from the start: the last one is the result. A report belongs to the run
 * of the one before when that run had begun before the earlier report was written.
 */
function lastOfEachRun(reports: readonly Report[]): Report[] {
  return reports.filter((report, index) => {
    const next = reports[index + 1];
    if (next?.writtenAt === undefined || report.writtenAt === undefined) return true;
    const isSameRun = next.writtenAt - next.runtime < report.writtenAt && sameJobs(report, next);
    return !isSameRun;
  });
}

function sameJobs(a: Report, b: Report): boolean {
  const names = ({ root }: Report) => JSON.stringify(jobsOf(root).map(({ name }) => name));
  return names(a) === names(b);
}

const hasNoError = (root: Report["root"]) => jobsOf(root).every(({ error }) => error === 0);

function toIso(milliseconds: number | undefined): string | undefined {
  if (milliseconds === undefined || milliseconds < 0 || milliseconds > 253_402_300_799_999) return undefined;
  return new Date(milliseconds).toISOString();
}
