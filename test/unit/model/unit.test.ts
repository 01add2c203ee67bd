import { expect, test } from "vitest";
import { formatQuantity, parseUnit } from "../../../src/model/unit.ts";

test.each([
  ["MiB/s", "bytes/s", 1_048_576],
  ["MB/s", "bytes/s", 1_000_000],
  ["kB", "bytes", 1000],
  ["TiB", "bytes", 2 ** 40],
  ["µs", "time", 1000],
  ["us", "time", 1000],
  ["s", "time", 1e9],
  ["ns/op", "time/op", 1],
  ["IOPS", "rate", 1],
  ["kIOPS", "rate", 1000],
  ["ops/s", "rate", 1],
  ["%", "percent", 1],
  ["", "ratio", 1],
])("%s is %s × %d", (label, dimension, factor) => {
  expect(parseUnit(label)).toEqual({ label, dimension, factor });
});

test("the same speed in two spellings is one number in base units, exactly", () => {
  const base = (value: number, label: string) => value * parseUnit(label).factor;
  expect(base(1, "GiB/s")).toBe(base(1024, "MiB/s"));
  expect(base(1.5, "ms")).toBe(base(1500, "us"));
  expect(base(2, "kIOPS")).toBe(base(2000, "ops/s"));
});

test.each(["MB/sec", "KB/s", "K/sec", "mb/s", "furlongs", "toString"])(
  "%s is ambiguous or unknown and compares only with itself",
  (label) => {
    expect(parseUnit(label)).toEqual({ label, dimension: `label:${label}`, factor: 1 });
  },
);

test.each([
  [52113.2, "MiB/s", "52,113 MiB/s"],
  [1234567.8, "ops/s", "1,234,568 ops/s"],
  [52.149, "GiB/s", "52.1 GiB/s"],
  [0.033105, "s", "0.0331 s"],
  [0, "s", "0 s"],
  [-1234.4, "s", "-1,234 s"],
  [99.96, "ms", "100 ms"],
  [3, "", "3"],
  [12.34, "%", "12.3 %"],
  [0.00000123, "s", "1.23e-6 s"],
])("%d %s reads as %s", (value, label, text) => {
  expect(formatQuantity(value, label)).toBe(text);
});
