/** What each tool's own words make of its figures: suspect, absent, repeats, n. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FORMATS, readOutput } from "../../../src/formats/index.ts";
import { FIXTURES } from "./fixtures.ts";

const fixture = (name: string) => readFileSync(join(FIXTURES, name), "utf8");
const read = (text: string) => readOutput(text).reading;
const metric = (text: string, name: string) => read(text).measurements.find((each) => each.metric === name);

describe("IO500", () => {
  const SUMMARY = fixture("io500/goethe-2022.07.24__result_summary.txt");

  test("a phase that is marked invalid is suspect, a run that is marked invalid is suspect as a whole", () => {
    const marked = SUMMARY.replace(/^(\[RESULT\] +ior-hard-write.*)$/m, "$1 [INVALID]");
    expect(metric(marked, "ior-hard-write")?.suspect).toEqual(["IO500 says: INVALID"]);
    expect(metric(marked, "find")?.suspect).toBeUndefined();
    const run = SUMMARY.replace("[SCORE ]", "[SCORE INVALID]");
    expect(read(run).measurements.every(({ suspect }) => suspect?.length === 1)).toBe(true);
  });

  test("phases that do not give the printed score are suspect; an unscored phase is absent", () => {
    expect(metric(SUMMARY.replace("4.545818", "9.545818"), "find")?.suspect?.[0]).toContain("do not give the score");
    expect(metric(SUMMARY, "timestamp")).toBeUndefined();
    const unscored = SUMMARY.replace("[RESULT]                 find", "[      ]                 find");
    expect(metric(unscored, "find")).toBeUndefined();
    expect(read(unscored).complete).toBe(false);
  });

  test("the extended list's score stands beside the standard one, and begins no other run", () => {
    const extended = `${SUMMARY}[SCOREX] Bandwidth 1.958556 GiB/s : IOPS 81.864024 kiops : TOTAL 12.662357\n`;
    expect(read(extended)).toMatchObject({ complete: true, measurements: { length: 18 } });
    expect(metric(extended, "scorex.total")?.values).toEqual([12.662357]);
    expect(read(SUMMARY.replace("io500-isc22_v1 ", "")).tool).toEqual({ name: "io500" });
  });

  test("result.txt says the same as result_summary.txt, and the bash era's rows count once", () => {
    const figures = (text: string) => read(text).measurements.map((each) => [each.metric, each.unit, each.values]);
    expect(figures(fixture("io500/goethe-2022.07.24__result.txt"))).toEqual(figures(SUMMARY));
    expect(read(fixture("io500/bash-era.txt")).measurements).toHaveLength(15);
  });
});

test("fio: of several clients the aggregate is the result", () => {
  const job = fixture("fio/local-fio-3.33-normal.txt");
  const all = job.replaceAll(/^a: \(groupid/gm, "All clients: (groupid").replace("IOPS=53.4k", "IOPS=106k");
  expect(read(job + all).measurements.map(({ parameters }) => parameters?.["job"])).toEqual(
    Array.from({ length: 4 }, () => "All clients"),
  );
  expect(metric(job + all, "read.iops")?.values).toEqual([106_000]);
});

test("surveys: SHORT is a figure, ERROR is none, and a row with some of the tests was aborted", () => {
  expect(metric(fixture("obdfilter-survey/sweep.txt"), "rewrite.bandwidth")?.suspect).toBeUndefined();
  const failed = fixture("obdfilter-survey/sweep.txt").replace("SHORT", "ERROR");
  expect(read(failed).measurements.filter(({ suspect }) => suspect !== undefined)).toHaveLength(1);
  expect(read(fixture("obdfilter-survey/aborted.txt")).complete).toBe(false);
  expect(read(fixture("sgpdd-survey/sweep.txt"))).toMatchObject({ complete: false, measurements: { length: 4 } });
});

test("lst: intervals are repeats without the ramp-up; MB/s is MiB/s unless --mbs was asked for", () => {
  const text = fixture("lst/stat.txt");
  const old = text.replaceAll("MiB/s", "MB/s");
  expect(metric(text, "read.bandwidth")?.values).toEqual([4101.77, 4088.02]);
  expect(metric(old, "read.bandwidth")?.unit).toBe("MiB/s");
  expect(metric(`$ lst stat --bw --mbs servers\n${old}`, "read.bandwidth")?.unit).toBe("MB/s");
});

test("dd in another language, with progress; figures that contradict each other are not read", () => {
  const german = `100 bytes (100 B) kopiert, 1 s, 0,1 kB/s\r
256+0 Datensätze ein
256+0 Datensätze aus
268435456 Bytes (268 MB, 256 MiB) kopiert, 0,159234 s, 1,7 GB/s
`;
  expect(metric(german, "bandwidth")?.values).toEqual([268435456 / 0.159234]);
  expect(read(german).measurements).toHaveLength(1);
  expect(read(fixture("dd/local-dd-C.txt").replace("1.7 GB/s", "9.7 GB/s")).measurements).toEqual([]);
});

test("dbench: failed operations before the result make it suspect", () => {
  const text = fixture("dbench/local-dbench-4.0.txt");
  const failed = text.replace("releasing clients", "releasing clients\n[113] open ./clients failed for handle 9 (EIO)");
  expect(metric(text, "throughput")?.suspect).toBeUndefined();
  expect(metric(failed, "throughput")?.suspect).toEqual(["dbench reports failed operations"]);
});

test("dbench 3 prints no latency", () => {
  const text = "dbench version 3.04 - Copyright Andrew Tridgell 1999-2004\n\nThroughput 75.25 MB/sec 10 procs\n";
  expect(read(text)).toMatchObject({ complete: true, measurements: [{ metric: "throughput", values: [75.25] }] });
  expect(read(text.trimEnd()).measurements).toEqual([]);
});

test("bonnie++: what was too fast is absent; cells that the header does not name make the rates suspect", () => {
  const text = fixture("bonnie/local-bonnie-2.00-csv.txt");
  expect(metric(text, "rewrite")).toBeUndefined();
  expect(metric(text, "put_block")?.suspect).toHaveLength(1);
  expect(metric(text, "put_block_latency")?.suspect).toBeUndefined();
});

test("Google Benchmark: an error is suspect, aggregates without repetitions keep their n", () => {
  const skip = read(fixture("googlebench/local-gbench-1.7.1-reps5.json")).measurements.filter(
    ({ benchmark }) => benchmark === "BM_Skip",
  );
  expect(skip[0]?.suspect?.at(-1)).toContain("no such device");
  const [mean] = read(fixture("googlebench/aggregates-only.json")).measurements;
  expect(mean?.summary).toEqual({ kind: "mean", value: 125.5, n: 4, sd: 2.5 });
});

test("Go: events, a direction that a unit declares, and a failure", () => {
  expect(metric(fixture("gobench/events.jsonl"), "MB/s")?.better).toBe("higher");
  const text = "Unit hits better=higher\nBenchmarkCache 1 95 hits 3 misses\nPASS\n";
  expect(read(text).measurements.map(({ metric: name, better }) => [name, better])).toEqual([
    ["hits", "higher"],
    ["misses", "lower"],
  ]);
  expect(read(text.replace("PASS", "--- FAIL: BenchmarkOther\nPASS")).complete).toBe(false);
});

test("wrk's errors, hyperfine's exit codes and pgbench's failures make figures suspect", () => {
  expect(metric(fixture("wrk/local-wrk-4.1.0-non2xx.txt"), "requests")?.suspect?.[0]).toContain("7501");
  expect(metric(fixture("wrk/wrk2.txt"), "requests")?.suspect?.[0]).toContain("timeout 2");
  const failed = fixture("hyperfine/local-hyperfine-1.15-2cmds.json").replace(
    /"exit_codes": \[\s*0/,
    '"exit_codes": [1',
  );
  expect(read(failed).measurements[0]?.suspect?.[0]).toContain("exit code");
  expect(metric(fixture("pgbench/two-runs.txt"), "tps")?.suspect).toBeUndefined();
  expect(read(fixture("pgbench/two-runs.txt")).measurements.at(-1)?.suspect).toEqual(["12 transactions failed"]);
});

test("a summary says its n: cargo-criterion has samples, vitest and pytest-benchmark only their number", () => {
  expect(metric(fixture("criterion/messages.jsonl"), "time")?.values).toEqual([125, 127.5, 125]);
  expect(metric(fixture("vitest/bencher-two.json"), "mean")?.summary).toMatchObject({ kind: "mean", n: 99, sd: 0.25 });
  expect(metric(fixture("pytest-benchmark/bencher-two.json"), "time")?.summary).toMatchObject({ n: 38523 });
});

test("a table: a row without a direction is named, a ragged row is left out, and neither is complete", () => {
  const text = fixture("table/named-columns.csv");
  expect(read(text).complete).toBe(true);
  const unclear = read(`${text}fill,level,3,%,,\n`);
  expect(unclear.complete).toBe(false);
  expect(unclear.skipped[0]?.why).toContain('add a column "better"');
  expect(read(`${text}copy,bandwidth,7\n`)).toMatchObject({ complete: false, skipped: [{ line: 8 }] });
});

test("a table may have tabs, semicolons, or be an object a line", () => {
  const rows = [
    ["benchmark", "metric", "value", "unit"],
    ["walk", "time", "1.5", "s"],
    ["walk", "time", "1.25", "s"],
  ];
  const json = rows
    .slice(1)
    .map(([benchmark, name, value, unit]) => ({ benchmark, metric: name, value: Number(value), unit }));
  const texts = [",", ";", "\t"].map((delimiter) => `${rows.map((row) => row.join(delimiter)).join("\n")}\n`);
  texts.push(texts[0]?.replace(/^.*$/m, '"benchmark","metric","value","unit"') ?? "");
  for (const text of [...texts, JSON.stringify(json), `${json.map((row) => JSON.stringify(row)).join("\n")}\n`])
    expect(read(text)).toMatchObject({
      complete: true,
      measurements: [{ benchmark: "walk", metric: "time", values: [1.5, 1.25], unit: "s", better: "lower" }],
    });
});

describe("what is known and not read is declined with what to do instead", () => {
  test.each([
    [
      "a changeset's message",
      `LU-1 llite: x\n\ntotal: 10 open/close in 1.00 seconds: 10.00 ops/second\n\nChange-Id: I${"0".repeat(40)}\n`,
      "message of a changeset",
    ],
    ["k6", '{"root_group": {}, "metrics": {}}', "k6"],
    ["Lustre's counters", "memused=1\nhealth_check=healthy\n", "not the results of a benchmark"],
    ["rows of several commits", "commit,benchmark,value,unit\na,walk,1,s\nb,walk,2,s\n", "several commits"],
    [
      "criterion's estimates",
      '{"mean":{"point_estimate":1},"median_abs_dev":{"point_estimate":1}}',
      "does not name its benchmark",
    ],
  ])("%s", (_, text, why) => {
    expect(() => readOutput(text)).toThrow(why);
  });
});

test("the page of formats names every format", () => {
  const page = readFileSync(join(FIXTURES, "../docs/formats.md"), "utf8");
  expect(FORMATS.filter(({ id }) => !page.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([]);
});
