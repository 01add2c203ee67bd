/** The jobs of one fio report, and what each measured in each direction. */
import type { Measurement } from "../model/run.ts";
import { type Fields, fields, list } from "./json-fields.ts";
import { present, toNumber } from "./tool-text.ts";

export interface FioJob {
  readonly name: string;
  readonly error: number;
  /** Milliseconds, of the direction that ran longest. */
  readonly runtime: number;
  readonly fields: Fields;
}

const DIRECTIONS = ["read", "write", "trim"];

/** Options that change what is measured, and the parameter each becomes. Paths and logs are not among them. */
const PARAMETERS: Readonly<Record<string, string>> = {
  rw: "rw",
  readwrite: "rw",
  bs: "block",
  blocksize: "block",
  iodepth: "iodepth",
  numjobs: "numjobs",
  ioengine: "ioengine",
  direct: "direct",
  sync: "sync",
  fsync: "fsync",
  size: "size",
  filesize: "filesize",
  runtime: "runtime",
  rwmixread: "rwmixread",
  rwmixwrite: "rwmixwrite",
  rate: "rate",
  rate_iops: "rate-iops",
};

/** The jobs; of several clients the aggregate, which fio calls "All clients". An object without a name is no job. */
export function jobsOf(root: Fields): FioJob[] {
  const clients = list(root["client_stats"]);
  const aggregate = clients.filter((client) => fields(client)["jobname"] === "All clients");
  const all = aggregate.length > 0 ? aggregate : [...list(root["jobs"]), ...clients];
  return all.flatMap((job) => {
    const of = fields(job);
    if (typeof of["jobname"] !== "string") return [];
    const runtimes = DIRECTIONS.map((direction) => toNumber(fields(of[direction])["runtime"]) ?? 0);
    return [{ name: of["jobname"], error: toNumber(of["error"]) ?? 0, runtime: Math.max(0, ...runtimes), fields: of }];
  });
}

/** What is read of a job. Percentiles of other times, histograms and their bins are most of a report. */
export function thinJob(job: unknown): Fields {
  const { jobname, error, "job options": options, ...of } = fields(job);
  const directions = DIRECTIONS.flatMap((direction) =>
    direction in of ? [[direction, thinDirection(fields(of[direction]))]] : [],
  );
  return { jobname, error, "job options": options, ...Object.fromEntries(directions) };
}

function thinDirection(of: Fields): Fields {
  const kept = Object.entries(of).flatMap(([key, value]): [string, unknown][] => {
    if (typeof value !== "object") return [[key, value]];
    const { mean, percentile } = fields(value);
    return key === "clat_ns" || key === "clat" ? [[key, { mean, percentile }]] : [];
  });
  return Object.fromEntries(kept);
}

export function fioMeasurements(root: Fields, version: string | undefined): Measurement[] {
  return jobsOf(root).flatMap((job) => {
    const options = { ...fields(root["global options"]), ...fields(job.fields["job options"]) };
    const named = Object.entries(options).flatMap(([key, value]) => {
      const parameter = Object.hasOwn(PARAMETERS, key) ? PARAMETERS[key] : undefined;
      return parameter === undefined ? [] : [[parameter, String(value)]];
    });
    const common = {
      benchmark: "fio",
      ...(version === undefined ? {} : { version }),
      parameters: present({ job: job.name, ...Object.fromEntries(named) }),
      ...(job.error === 0 ? {} : { suspect: [`fio ended this job with error ${job.error}`] }),
    };
    return DIRECTIONS.flatMap((direction) =>
      ofDirection(direction, fields(job.fields[direction])).map((found) => ({ ...common, ...found })),
    );
  });
}

type Found = Pick<Measurement, "metric" | "unit" | "better" | "values">;

/** Nothing for a direction without I/O. Older versions say bandwidth in KiB/s only; before 3.0 latency is in µs. */
function ofDirection(direction: string, of: Fields): Found[] {
  if ((toNumber(of["total_ios"]) ?? toNumber(of["io_bytes"]) ?? 0) <= 0) return [];
  const kibibytes = toNumber(of["bw"]);
  const bytes = toNumber(of["bw_bytes"]) ?? (kibibytes === undefined ? undefined : kibibytes * 1024);
  const latency = fields(of["clat_ns"] ?? of["clat"]);
  const latencyUnit = "clat_ns" in of ? "ns" : "us";
  const percentiles = Object.entries(fields(latency["percentile"]));
  const p99 = percentiles.find(([percentile]) => Number(percentile) === 99)?.[1];
  const found: [metric: string, unit: string, better: Measurement["better"], value: number | undefined][] = [
    ["bandwidth", "B/s", "higher", bytes],
    ["iops", "ops/s", "higher", toNumber(of["iops"])],
    ["clat.mean", latencyUnit, "lower", toNumber(latency["mean"])],
    ["clat.p99", latencyUnit, "lower", toNumber(p99)],
  ];
  return found.flatMap(([metric, unit, better, value]) =>
    value === undefined || value <= 0 ? [] : [{ metric: `${direction}.${metric}`, unit, better, values: [value] }],
  );
}
