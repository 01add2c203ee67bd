/** fio's output for people, 2.x to 3.x, also from client and server: figures are rounded to three or four digits. */
import type { Measurement } from "../model/run.ts";
import type { Reading } from "./format.ts";
import { excerpt, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toInstant, toNumber } from "./tool-text.ts";

const JOB = /^(?:<[^>]+> )?(\S.*?): \(groupid=\d+, jobs=(\d+)\): err= *(\d+).*?(?:pid=\d+: (.*))?$/;
export const FIO_NORMAL = new RegExp(JOB.source, "m");
/** "read: IOPS=53.4k, BW=209MiB/s (219MB/s)(418MiB/2001msec)", since 2.99. */
const SINCE_3 = /^ +(read|write|trim) *: +IOPS=([\d.]+)([kMG]?), BW=([\d.]+)([KMGT]?i?B)\/s \(.*?\)\(.*\/\d+msec\)/;
/** "read : io=1024.0MB, bw=122823KB/s, iops=30705, runtime=  8537msec", whose KB is 1024 bytes. */
const BEFORE_3 = /^ +(read|write|trim) *: +io=.*?, bw=([\d.]+)([KMG]?B)\/s, iops=(\d+), runtime= *\d+msec/;
const OPTIONS = /^(?:<[^>]+> )?(\S.*?): \(g=\d+\): rw=(\w+), bs=(\S.*?), ioengine=(\S+), iodepth=(\d+)/;
const LATENCY = /^ +clat \((nsec|usec|msec)\) *: +min=.*?, max=.*?, avg= *([\d.]+)(k?), stdev=/;
const PERCENTILES = /^ +clat percentiles \((nsec|usec|msec)\):/;
const P99 = /99\.00th=\[ *(\d+)\]/;
const UNITS: Readonly<Record<string, string>> = { nsec: "ns", usec: "us", msec: "ms" };
const POWERS: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9 };

interface Reader {
  readonly options: Map<string, Record<string, string>>;
  readonly measurements: Measurement[];
  version: string | undefined;
  job: string;
  direction: string;
  suspect: readonly string[];
  percentileUnit: string;
  jobs: number;
  hasError: boolean;
}

export function readFioNormal(text: string): Reading {
  const skipped = skippedLines();
  const reader: Reader = {
    options: new Map(),
    measurements: [],
    version: /^fio-(\d[\w.+~-]{0,80})$/m.exec(text)?.[1],
    job: "",
    direction: "",
    suspect: [],
    percentileUnit: "",
    jobs: 0,
    hasError: false,
  };
  let finishedAt: string | undefined;
  text.split("\n").forEach((line, index) => {
    readJob(reader, line);
    readFigures(reader, line);
    finishedAt = toInstant(JOB.exec(line)?.[4] ?? "") ?? finishedAt;
    if (/^fio: /.test(line)) skipped.add(index + 1, "an error of fio", line);
  });
  const started = toNumber(/^Starting (\d+) (?:process|thread)/m.exec(text)?.[1]);
  const isEnded = /^Run status group \d+ \(all jobs\):/m.test(text) || isAggregated(reader);
  const isWhole = isEnded && !reader.hasError && (started === undefined || reader.jobs >= started);
  if (!isEnded) skipped.add(text.split("\n").length, "the output ends before fio's summary");
  return {
    tool: reader.version === undefined ? { name: "fio" } : { name: "fio", version: reader.version },
    measurements: tellApart(ofAllClients(reader.measurements)),
    complete: reader.measurements.length > 0 && isWhole,
    skipped: skipped.list(),
    ...present({ finishedAt }),
    context: {},
  };
}

const ALL_CLIENTS = "All clients";
const isAggregated = ({ measurements }: Reader) =>
  measurements.some(({ parameters }) => parameters?.["job"] === ALL_CLIENTS);

/** Of several clients the aggregate is the result. */
function ofAllClients(measurements: readonly Measurement[]): readonly Measurement[] {
  const aggregate = measurements.filter(({ parameters }) => parameters?.["job"] === ALL_CLIENTS);
  return aggregate.length > 0 ? aggregate : measurements;
}

function readJob(reader: Reader, line: string): void {
  const [, described, rw, blocks, engine, depth] = OPTIONS.exec(line) ?? [];
  if (described !== undefined)
    reader.options.set(described, present({ rw, block: blocks, ioengine: engine, iodepth: depth }));
  const [, job, jobs, error] = JOB.exec(line) ?? [];
  if (job === undefined) return;
  reader.job = excerpt(job);
  reader.direction = "";
  reader.jobs += Number(jobs);
  reader.hasError ||= error !== "0";
  reader.suspect = error === "0" ? [] : [`fio ended this job with error ${error}`];
}

function readFigures(reader: Reader, line: string): void {
  if (reader.job === "") return;
  readRates(reader, line);
  const [, unit = "", mean, thousands] = LATENCY.exec(line) ?? [];
  add(reader, "clat.mean", UNITS[unit] ?? "", "lower", Number(mean) * (thousands === "k" ? 1000 : 1));
  reader.percentileUnit = PERCENTILES.exec(line)?.[1] ?? reader.percentileUnit;
  if (/^ +lat percentiles/.test(line)) reader.percentileUnit = "";
  add(reader, "clat.p99", UNITS[reader.percentileUnit] ?? "", "lower", toNumber(P99.exec(line)?.[1]));
}

function readRates(reader: Reader, line: string): void {
  const [, direction, iops, power = "", bandwidth, unit = ""] = SINCE_3.exec(line) ?? [];
  const [, oldDirection, oldBandwidth, oldUnit = "", oldIops] = BEFORE_3.exec(line) ?? [];
  if (direction === undefined && oldDirection === undefined) return;
  reader.direction = direction ?? oldDirection ?? "";
  const label = `${(unit || oldUnit).replace(/^([KMGT])B$/, "$1iB")}/s`;
  add(reader, "bandwidth", label, "higher", toNumber(bandwidth ?? oldBandwidth));
  add(reader, "iops", "ops/s", "higher", Number(iops ?? oldIops) * (POWERS[power] ?? 1));
}

/** Nothing without a unit, a direction or a number above 0. */
function add(reader: Reader, metric: string, unit: string, better: Measurement["better"], value?: number): void {
  if (unit === "" || reader.direction === "" || value === undefined || !(value > 0)) return;
  reader.measurements.push({
    benchmark: "fio",
    ...(reader.version === undefined ? {} : { version: reader.version }),
    metric: `${reader.direction}.${metric}`,
    unit,
    better,
    parameters: present({ job: reader.job, ...reader.options.get(reader.job) }),
    values: [value],
    ...(reader.suspect.length === 0 ? {} : { suspect: reader.suspect }),
  });
}
