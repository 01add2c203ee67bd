import { describe, expect, test } from "vitest";
import { compareMetric, exitCodeOfComparison } from "../../../src/entry/analyze-against.ts";
import { analysisTable, analyzeMetric } from "../../../src/entry/analyze-report.ts";
import { EXIT } from "../../../src/entry/exit.ts";
import { readMetrics } from "../../../src/entry/metric-table.ts";
import { rawTable } from "../../../src/entry/raw-table.ts";

const read = async (text: string, options = {}) => readMetrics(await rawTable(text, options), options);
const THROUGHPUT = [154, 148, 153, 149, 152, 151, 155, 148, 149, 150];
const LATENCY = [10.4, 10.2, 10.3, 10.9, 10.3, 10.7, 9.2, 9.1, 9.1, 9.0];
const rows = (delimiter: string) =>
  THROUGHPUT.map((value, i) => [`2024.05.0${i} 3:00:00 +0100`, `c${i}`, value, LATENCY[i]].join(delimiter));

describe("a table of measurements", () => {
  test.each([",", ";", "\t"])(
    "is read with the delimiter %j, its time and changeset columns told from its metrics",
    async (d) => {
      const { metrics, faults } = await read(
        [["time", "commit", "ops", "latency [ms]"].join(d), ...rows(d)].join("\n"),
      );
      expect(faults).toEqual([]);
      expect(metrics.map(({ name, unit, values }) => ({ name, unit, values }))).toEqual([
        { name: "ops", unit: "", values: THROUGHPUT },
        { name: "latency", unit: "ms", values: LATENCY },
      ]);
      expect(metrics[0]?.labels).toEqual(THROUGHPUT.map((_, i) => `c${i}`));
    },
  );

  test("takes seconds since 1970 under a time's name for a time, and its rows for labels", async () => {
    const { metrics } = await read("time,m\n1609466400,1\n1609552800,2\n1609639200,3\n");
    expect(metrics.map(({ name, labels }) => [name, labels])).toEqual([
      ["m", ["1609466400", "1609552800", "1609639200"]],
    ]);
  });

  test("may say units and directions in rows under the header, or beside it", async () => {
    const text = "commit,rate,wait\nunit,MB/s,ms\nbetter,higher,lower\na,1,5\nb,2,6\nc,3,7\n";
    const { metrics } = await read(text);
    expect(metrics.map(({ unit, better, isAssumed }) => [unit, better, isAssumed])).toEqual([
      ["MB/s", "higher", false],
      ["ms", "lower", false],
    ]);
    const said = await read("rate,wait (ms)\n1,5\n2,6\n", { units: { rate: "MB/s" }, higher: ["wait"] });
    expect(said.metrics.map(({ unit, better, isAssumed }) => [unit, better, isAssumed])).toEqual([
      ["MB/s", "higher", true],
      ["ms", "higher", false],
    ]);
  });

  test("makes one point of the runs of one changeset, with their number and spread", async () => {
    const { metrics } = await read("commit,m\na,1\nb,5\na,3\nb,7\nc,9\n");
    expect(metrics[0]?.labels).toEqual(["a", "b", "c"]);
    expect(metrics[0]?.points).toEqual([
      { value: 2, runs: 2, blocks: 1, spread: Math.SQRT2 },
      { value: 6, runs: 2, blocks: 1, spread: Math.SQRT2 },
      { value: 9, runs: 1, blocks: 1, spread: null },
    ]);
  });

  test("names the line of a cell that is no finite number, passes over an empty one, and reads decimal commas", async () => {
    const { metrics, faults } = await read("a;b\n1,5;1\n2,5;nan\n;3\n3,5;1e999\n4,5;4\n5,5;5\n");
    expect(metrics.map(({ values }) => values)).toEqual([
      [1.5, 2.5, 3.5, 4.5, 5.5],
      [1, 3, 4, 5],
    ]);
    expect(faults).toEqual([
      'line 3: b is "nan", not a finite number; the row is left out of it.',
      'line 5: b is "1e999", not a finite number; the row is left out of it.',
    ]);
  });

  test.each([
    ["[1,2,3]", [["value", [1, 2, 3]]]],
    [
      '{"x":[1,2],"y":[3,4]}',
      [
        ["x", [1, 2]],
        ["y", [3, 4]],
      ],
    ],
    ['[{"time":"2024-01-01","x":1},{"time":"2024-01-02","x":2}]', [["x", [1, 2]]]],
    [
      '[{"timestamp":1711929600,"metrics":[{"name":"rate","value":100,"unit":"op/s"}],"attributes":{"commit":"a","branch":"main"}}]',
      [["rate", [100]]],
    ],
  ])("is read from the JSON %s", async (text, wanted) => {
    expect((await read(text)).metrics.map(({ name, values }) => [name, values])).toEqual(wanted);
  });

  test.each([
    ["", "has no header"],
    ["a,b\nx,y\n", "no column of numbers"],
    ['a,b\n"1,2\n', "is not CSV"],
    ["[1,2", "is not JSON"],
  ])("%j is declined in words", async (text, words) => {
    await expect(read(text)).rejects.toThrow(words);
  });

  test("a column that is not there is declined with the names of those that are", async () => {
    await expect(read("a,b\n1,2\n", { metrics: ["c"] })).rejects.toThrow(
      'There is no column "c"; the table has: a, b.',
    );
  });
});

describe("a report", () => {
  test("names changeset, size, state and direction of each change, and the metrics without one", async () => {
    const text = ["time,commit,ops,latency [ms]", ...rows(",")].join("\n");
    const analyzed = (await read(text, { higher: ["ops"] })).metrics.map(analyzeMetric);
    expect(
      analyzed.map(({ changes }) => changes.map(({ changeset, direction, state }) => [changeset, direction, state])),
    ).toEqual([[], [["c6", "better", "confirmed"]]]);
    const table = await analysisTable(analyzed);
    expect(table).toMatch(/latency.*c6.*10\.3.* ms.*9\.1.* ms.*−11\.\d+ % better.*confirmed.*c6/);
    expect(table).toContain("ops: no change in 10 points at 15");
  });

  test("of one file against an older one ends with the worst verdict", async () => {
    const metric = async (factor: number) => {
      const { metrics } = await read(`wait [ms]\n${LATENCY.map((value) => value * factor).join("\n")}\n`);
      return metrics[0] as (typeof metrics)[0];
    };
    const steady = compareMetric(await metric(1), await metric(1), 0.2);
    const slower = compareMetric(await metric(1), await metric(1.5), 0.05);
    expect([steady.verdict, slower.verdict]).toEqual(["pass", "fail"]);
    expect(exitCodeOfComparison([steady])).toBe(EXIT.ok);
    expect(exitCodeOfComparison([steady, slower])).toBe(EXIT.fail);
    expect(exitCodeOfComparison([])).toBe(EXIT.notMeasured);
  });
});
