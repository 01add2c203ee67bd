/** What is known and not read, each with the reason: a refusal that helps is better than "unknown". */
import { keyPaths } from "./json-shape.ts";

interface Declined {
  isThis(text: string, paths: ReadonlySet<string>): boolean;
  readonly why: string;
}

const YET = "is not read yet: bring its figures as a CSV or JSON with the columns benchmark, metric, value and unit.";
const like = (mark: RegExp, why: string): Declined => ({ isThis: (text) => mark.test(text), why });
const keyed = (keys: readonly string[], why: string): Declined => ({
  isThis: (_, paths) => keys.every((key) => paths.has(key)),
  why,
});

/** Before any format is asked: figures inside these are quotations. */
const BEFORE_FORMATS: readonly Declined[] = [
  like(
    /^(?: {4})?Change-Id: I[0-9a-f]{40}$/m,
    "This is the message of a changeset: whose figures it quotes, and on which rig, nobody can tell. Post the tool's own output.",
  ),
];

/** When no format is sure. */
const AFTER_FORMATS: readonly Declined[] = [
  like(
    /^(?=.*\bvalue\b)(?=.*\b(?:commit|sha|revision|changeset)\b)[\w ,;"-]+\n/i,
    "Rows of several commits are no repeats: post those of each commit with --changeset, or as time, commit and a column for each metric.",
  ),
  keyed(["metrics", "root_group"], `k6's summary ${YET}`),
  keyed(["state.testRunDurationMs", "metrics"], `k6's summary ${YET}`),
  keyed(["HostEnvironmentInfo", "Benchmarks"], `BenchmarkDotNet's JSON ${YET}`),
  keyed(["latencies.mean", "bytes_in.total"], `vegeta's report ${YET}`),
  keyed(["arch", "cpu", "machine", "os", "ram"], "This is asv's description of a machine; post its result files."),
  keyed(["[].metrics", "[].attributes"], `Nyrkiö's JSON ${YET}`),
  like(
    /"param_names"\s*:[\s\S]*"(?:timeout|type)"\s*:/,
    "This is asv's list of benchmarks; its results are in the files of each machine.",
  ),
  like(/^· Running \d+ total benchmarks/m, "asv's console rounds its figures: post the result files of .asv/results."),
  keyed(["DATA.att", "DATA.childs"], "This describes the site of an IO500 run; post result.txt or result_summary.txt."),
  like(
    /"att"\s*:[\s\S]*"childs"\s*:/,
    "This describes the site of an IO500 run; post result.txt or result_summary.txt.",
  ),
  like(/^\[ior-easy\]\s*$/m, "This is the configuration of IO500; post result.txt or result_summary.txt."),
  like(/^rank, errors, unknown, found, total, checked/m, "This is pfind's table of ranks; post IO500's result.txt."),
  like(/^(?:health_check=|memused=)/m, "These are Lustre's counters and settings, not the results of a benchmark."),
  like(/<(?:Catch2TestRun|Catch )|is a Catch2? v\d\S* host application/, `Catch2's output ${YET}`),
  like(
    /^Benchmark +Time +CPU +Iterations/m,
    "Google Benchmark's console is rounded: run it with --benchmark_format=json.",
  ),
  like(
    /^name,iterations,real_time,cpu_time,time_unit/m,
    "Google Benchmark's CSV lacks its context: use --benchmark_format=json.",
  ),
  like(
    /^-+ benchmark(?: '[^']*')?: \d+ tests? -+$/m,
    "pytest-benchmark's table is rounded: run it with --benchmark-json=FILE.",
  ),
  like(/ x [\d,.]+ ops\/sec ±[\d.]+% \(\d+ runs? sampled\)/, `benchmark.js's output ${YET}`),
  like(/^ *name +hz +min +max +mean +p75/m, "vitest's console is rounded: run vitest bench with --outputJson FILE."),
  like(/^benchmark +avg \(min … max\)/m, `mitata's output ${YET}`),
  like(/Performance counter stats for|,task-clock,/, `perf stat's output ${YET}`),
  like(/^Response time histogram:/m, `hey's output ${YET}`),
  like(/^Type,Name,Request Count,Failure Count,/m, `locust's statistics ${YET}`),
  like(/^\(\d+\/\d+\) benchmarking "|BenchmarkTools\.Trial/m, `The output of BenchmarkTools.jl ${YET}`),
  like(/^\[OVERALL\], Throughput|current ops\/sec; .*\[(?:INSERT|READ|CLEANUP|UPDATE): /m, `YCSB's output ${YET}`),
  like(
    /^# TYPE \S+ (?:gauge|counter|histogram|summary)/m,
    "Metrics of a running system are no repeats of a benchmark.",
  ),
];

/** One sentence, or undefined when the formats are to be asked. */
export const declinedBefore = (text: string): string | undefined => reasonOf(BEFORE_FORMATS, text);

/** One sentence, or undefined when this is nothing known. */
export const declinedAfter = (text: string): string | undefined => reasonOf(AFTER_FORMATS, text);

function reasonOf(all: readonly Declined[], text: string): string | undefined {
  const paths = keyPaths(text);
  return all.find(({ isThis }) => isThis(text, paths))?.why;
}
