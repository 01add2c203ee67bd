/** fio 2.x to 3.x: JSON and JSON+, also from client and server and with --status-interval; terse; the normal output. */
import type { Measurement } from "../model/run.ts";
import { fioMeasurements, jobsOf, thinJob } from "./fio-jobs.ts";
import { FIO_NORMAL, readFioNormal } from "./fio-normal.ts";
import { FIO_TERSE, readFioTerse } from "./fio-terse.ts";
import type { Format, Reading } from "./format.ts";
import { eachJsonDocument, type JsonDocument } from "./json-documents.ts";
import { excerpt, type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toNumber } from "./tool-text.ts";

const JSON_REPORT = /^[ \t]*(?:\{[ \t]*)?"fio version"\s*:/m;
const ERROR_TEXT = /^fio: \S/m;

export const fio: Format = {
  id: "fio",
  recognizes: (text) => [JSON_REPORT, FIO_TERSE, FIO_NORMAL, ERROR_TEXT].some((mark) => mark.test(text)),
  read(text) {
    const skipped = skippedLines();
    if (/"fio version"/.test(text)) return readJson(text, skipped);
    if (FIO_TERSE.test(text)) return readFioTerse(text);
    return FIO_NORMAL.test(text) ? readFioNormal(text) : readErrors(text, skipped);
  },
};

/** A fio that could not begin says why, and nothing else. */
function readErrors(text: string, skipped: SkippedLines): Reading {
  text.split("\n").forEach((line, index) => {
    if (ERROR_TEXT.test(line)) skipped.add(index + 1, "an error of fio", line);
  });
  return { tool: { name: "fio" }, measurements: [], complete: false, skipped: skipped.list(), context: {} };
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
  const reports: Report[] = [];
  let unreadable = 0;
  for (const document of eachJsonDocument(text, skipped, thinJob)) {
    const report = toReport(document);
    if (report === undefined) {
      unreadable += 1;
      continue;
    }
    const before = reports.at(-1);
    if (before !== undefined && isSuperseded(before, report)) reports.pop();
    reports.push(report);
  }
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

function toReport({ value, closed }: JsonDocument): Report | undefined {
  if (typeof value !== "object" || value === null || !("fio version" in value)) return undefined;
  const root = value as Readonly<Record<string, unknown>>;
  const named = /^fio-(\d[\w.+~-]{0,80})$/.exec(String(root["fio version"]))?.[1];
  const seconds = toNumber(root["timestamp"]);
  const writtenAt = toNumber(root["timestamp_ms"]) ?? (seconds === undefined ? undefined : seconds * 1000);
  const runtime = Math.max(0, ...jobsOf(root).map((job) => job.runtime));
  return { root, closed, version: named, writtenAt, runtime };
}

/**
 * With --status-interval each report counts from the start: the last one is the result. A report belongs to the run
 * of the one before when that run had begun before the earlier report was written.
 */
function isSuperseded(report: Report, next: Report): boolean {
  if (next.writtenAt === undefined || report.writtenAt === undefined) return false;
  return next.writtenAt - next.runtime < report.writtenAt && sameJobs(report, next);
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
