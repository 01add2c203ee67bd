import fc from "fast-check";
import { expect, test } from "vitest";
import { series } from "../../../src/actions/charts/series.ts";
import { changeRows } from "../../../src/charts/change-rows.ts";
import { text } from "../../../src/charts/column.ts";
import { chartCsv } from "../../../src/charts/csv.ts";
import { rowNames } from "../../../src/charts/forest-data.ts";
import { landingTicks } from "../../../src/charts/landing-axis.ts";
import { reduceRows } from "../../../src/charts/reduce.ts";
import { releaseRows } from "../../../src/charts/release-rows.ts";
import { rowsByLevel } from "../../../src/charts/trend-rows.ts";
import { valueAxis } from "../../../src/charts/value-axis.ts";
import { BANDWIDTH, chartData } from "../../support/series-fixture.ts";

const data = chartData({ ...BANDWIDTH, changesets: 1000, steps: [] });
const ROOM = { ticks: 5, above: 0.1, below: 0.1 };

test("the value axis covers all values with at least two round ticks, at any magnitude", () => {
  const values = fc.array(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, fc.integer({ min: -12, max: 12 }), (raw, exponent) => {
      const list = raw.map((value) => value * 10 ** exponent);
      const { low, high, ticks, factor, format } = valueAxis(list, ROOM);
      expect(low).toBeLessThan(high);
      expect(low).toBeLessThanOrEqual(Math.min(...list));
      expect(high).toBeGreaterThanOrEqual(Math.max(...list));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(10);
      expect([...ticks, factor].every(Number.isFinite)).toBe(true);
      expect(format).toMatch(/^,\.\d+f$/);
    }),
    { seed: 1 },
  );
});

test("ticks of different value have different labels", () => {
  for (const [low, high] of [
    [0.00012, 0.00013],
    [41, 43],
    [1e12, 1.01e12],
    [0, 3e-12],
    [99.98, 100.02],
  ] as const) {
    const { ticks, factor, format } = valueAxis([low, high], ROOM);
    const decimals = Number(/\d+/.exec(format)?.[0]);
    expect(new Set(ticks.map((tick) => (tick / factor).toFixed(decimals))).size).toBe(ticks.length);
  }
});

test("a reduction keeps order, ends, lowest, highest and the widest band, within its limit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 50, maxLength: 400 }),
      (values) => {
        const rows = values.map((value, index) => ({
          index,
          sha: "",
          position: index,
          value,
          low: value - (index % 7),
          high: value + (index % 5),
          runs: 1,
          blocks: 1,
        }));
        const kept = reduceRows(rows, 40);
        expect(kept.length).toBeLessThanOrEqual(40);
        expect(kept.map(({ index }) => index)).toEqual(
          [...new Set(kept.map(({ index }) => index))].sort((a, b) => a - b),
        );
        expect([kept[0]?.index, kept.at(-1)?.index]).toEqual([0, values.length - 1]);
        for (const key of ["value", "low"] as const) {
          expect(Math.min(...kept.map((row) => row[key]))).toBe(Math.min(...rows.map((row) => row[key])));
        }
        for (const key of ["value", "high"] as const) {
          expect(Math.max(...kept.map((row) => row[key]))).toBe(Math.max(...rows.map((row) => row[key])));
        }
      },
    ),
    { seed: 1 },
  );
});

test("labels in landing order keep their distance and name the first changeset of a month", () => {
  const ticks = landingTicks(data.changesets, 60);
  expect(ticks.map(({ label }) => label)).toContain("Jan 2026");
  expect(ticks.every(({ index }, i) => i === 0 || index - (ticks[i - 1]?.index ?? 0) >= 60)).toBe(true);
});

test("without dates the labels are positions, and old commits that land late begin no month", () => {
  const bare = data.changesets.slice(0, 10).map(({ committedAt: _, ...row }) => row);
  expect(landingTicks(bare, 4).map(({ label }) => label)).toEqual(["18,000", "18,012", "18,024"]);
  const dates = ["2026-01-05", "2026-02-01", "2026-03-01", "2025-06-01", "2026-03-02", "2026-04-01", "2026-05-01"];
  const late = data.changesets.slice(0, 7).map((row, i) => ({ ...row, committedAt: `${dates[i]}T00:00:00Z` }));
  expect(landingTicks(late, 1).map(({ label }) => label)).toEqual(["Jan 2026", "Feb", "Mar", "Apr", "May"]);
});

test.each([
  ["higher", 1.1, "better", "up"],
  ["higher", 0.9, "worse", "down"],
  ["lower", 1.1, "worse", "up"],
  ["lower", 0.9, "better", "down"],
] as const)("where %s is better, a ratio of %d is %s and points %s", (better, value, judgement, direction) => {
  const effect = { scale: "ratio", value, low: value, high: value, confidence: 0.95, unit: "" } as const;
  const change = { index: 5, earliest: 4, latest: 5, state: "confirmed", before: 1, after: value, effect } as const;
  expect(changeRows([change], { better, step: 10, width: 500 })[0]).toMatchObject({ judgement, direction });
});

test("labels of neighbouring changes never cover one another", () => {
  const { changes } = chartData({
    ...BANDWIDTH,
    steps: [50, 55, 58, 90, 170, 178].map((at) => ({ at, ratio: 0.9 })),
  }).analysis;
  const rows = changeRows(changes, { better: "higher", step: 5, width: 900 });
  const spans = rows
    .filter(({ label }) => label)
    .map(({ index, lane, side, label }) => {
      const pixels = 26 + label.length * 6.8;
      const x = (index + 0.5) * 5;
      return { lane, from: side === "right" ? x : x - pixels, to: side === "right" ? x + pixels : x };
    });
  for (const [i, a] of spans.entries())
    for (const b of spans.slice(i + 1)) expect(a.lane !== b.lane || a.to <= b.from || b.to <= a.from).toBe(true);
});

test("a release at the newest changeset has its label left of its rule", () => {
  expect(releaseRows([{ tag: "2.17.0", index: 99 }], { step: 10, width: 1000, changes: [] })[0]).toMatchObject({
    side: "left",
    label: "2.17.0",
  });
});

test("a release's label gives way to a change point, and to its neighbour", () => {
  const room = { step: 10, width: 1000, changes: [52] };
  expect(releaseRows([{ tag: "2.17.0", index: 49 }], room)[0]).toMatchObject({ side: "left", label: "2.17.0" });
  const near = [48, 49, 50].map((index) => ({ tag: "2.17.0", index }));
  expect(releaseRows(near, room).map(({ label }) => label)).toEqual(["2.17.0", "", ""]);
});

test("the table of a chart is CSV that a spreadsheet does not run", () => {
  const [first] = data.changesets;
  if (!first) throw new Error("the fixture has no changesets");
  const csv = series.of({ ...data, changesets: [{ ...first, subject: '=HYPERLINK("x"), and more' }] }).csv();
  const [header, line, end] = csv.split("\r\n");
  expect(header).toBe("index,position,sha,committed_at,subject,value,low,high,runs,blocks");
  expect(line).toContain(`"'=HYPERLINK(""x""), and more"`);
  expect(end).toBe("");
});

test.each([..."=+-@\t\r＝＋－＠"])("a cell that begins with %j is no formula", (sign) => {
  const columns = { what: text("what it is", (row: string) => row) };
  expect(
    chartCsv(columns, [`${sign}1`])
      .split("\r\n")[1]
      ?.replaceAll('"', ""),
  ).toBe(`'${sign}1`);
  expect(
    chartCsv(columns, [`1${sign}`])
      .split("\r\n")[1]
      ?.replaceAll('"', ""),
  ).toBe(`1${sign}`);
});

test("rows are named by what tells them apart, and a row alone by everything", () => {
  const row = (label: string, ...details: string[]) => ({ label, details });
  const write = (rig: string, clients: number) => row("ior write", rig, `clients ${clients}`, "transfer 1MiB");
  const names = (rows: Parameters<typeof rowNames>[0]) =>
    rowNames(rows).map(({ label, detail }) => `${label} · ${detail}`);
  expect(names([write("a", 1), write("a", 64), write("b", 64), row("fio read", "a", "depth 32")])).toEqual([
    "ior write · a · clients 1",
    "ior write · a · clients 64",
    "ior write · b · clients 64",
    "fio read · a · depth 32",
  ]);
  expect(names([write("a", 1), write("a", 64)])).toEqual(["ior write · clients 1", "ior write · clients 64"]);
});

test("a trend is broken where its level is, once where a reduction left nothing of a level", () => {
  const level = (from: number, to: number) => ({ from, to, value: 1, low: 1, high: 1 });
  const levels = [level(0, 2), level(2, 4), level(4, 6), level(6, 1000)];
  const rows = [0, 1, 2, 6].map((at) => data.changesets[at] as (typeof data.changesets)[number]);
  const drawn = rowsByLevel(rows, { ...data, analysis: { ...data.analysis, levels } });
  expect(drawn.map(({ index, value }) => (value === null ? "broken" : index))).toEqual([
    ...[0, 1, "broken", 2, "broken", 6],
  ]);
  expect(rowsByLevel(rows, { ...data, analysis: { ...data.analysis, levels: [] } })).toHaveLength(rows.length);
  expect(rowsByLevel(rows.slice(-1), { ...data, analysis: { ...data.analysis, levels } })).toHaveLength(1);
});
