/**
 * What a unit's label means: a dimension and the exact factor to its base unit. The posted number and label are what
 * is stored; this table is only for comparing and showing.
 */

export interface Unit {
  readonly label: string;
  /** Values compare only within one dimension. An unknown or ambiguous label is a dimension of its own. */
  readonly dimension: string;
  /** Value in base units = value × factor; exact in binary floating point wherever the definition allows. */
  readonly factor: number;
}

/** Binary and decimal multiples. A bare "K" or "M" is neither, and stays out of the table. */
const MULTIPLES: readonly (readonly [prefix: string, factor: number])[] = [
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
  ["Pi", 2 ** 50],
];

/** Seconds have no binary factor below one: times are held in nanoseconds, so that every listed factor is exact. */
const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  usec: 1e3,
  ms: 1e6,
  msec: 1e6,
  s: 1e9,
  sec: 1e9,
  min: 60e9,
  h: 3600e9,
};

/** Spellings of "events per second"; the noun is lost, as `ops/s` and `IOPS` are compared in practice. */
const RATES = ["ops/s", "op/s", "ops/sec", "IOPS", "iops", "io/s", "1/s", "/s", "Hz", "tps", "req/s", "events/s"];

const EVENTS = ["op", "iter", "event", "req"];

/** "MB/sec", "KB/s", "K/sec": written by tools that mean binary or decimal, nobody can tell which. */
const TABLE: ReadonlyMap<string, Unit> = new Map(
  [
    ...MULTIPLES.flatMap(([prefix, factor]) => [
      unit(`${prefix}B`, "bytes", factor),
      unit(`${prefix}B/s`, "bytes/s", factor),
      unit(`${prefix}bit/s`, "bits/s", factor),
      unit(`${prefix}B/op`, "bytes/op", factor),
    ]),
    ...["KiB", "MiB", "GiB", "TiB"].map((label, index) => unit(`${label}/sec`, "bytes/s", 2 ** (10 * (index + 1)))),
    unit("bytes", "bytes", 1),
    unit("bytes/s", "bytes/s", 1),
    ...Object.entries(NANOSECONDS).flatMap(([label, factor]) => [
      unit(label, "time", factor),
      ...EVENTS.map((event) => unit(`${label}/${event}`, `time/${event}`, factor)),
    ]),
    ...RATES.flatMap((label) => [
      unit(label, "rate", 1),
      unit(`k${label}`, "rate", 1e3),
      unit(`M${label}`, "rate", 1e6),
    ]),
    ...["", "1", "ratio"].map((label) => unit(label, "ratio", 1)),
    unit("%", "percent", 1),
    unit("percent", "percent", 1),
    ...["count", "ops", "iterations"].map((label) => unit(label, "count", 1)),
    unit("allocs/op", "allocs/op", 1),
    unit("score", "score", 1),
  ].map((entry) => [entry.label, entry]),
);

function unit(label: string, dimension: string, factor: number): Unit {
  return { label, dimension, factor };
}

/** Never fails: a label outside the table compares only with itself. Spelling is exact (`MB` is not `mb`). */
export function parseUnit(label: string): Unit {
  const trimmed = label.trim();
  return TABLE.get(trimmed) ?? unit(trimmed, `label:${trimmed}`, 1);
}

/** What a figure in the unit `from` is multiplied by to be in the unit `to`, of the same dimension. */
export const unitFactor = (from: string, to: string): number =>
  from === to ? 1 : parseUnit(from).factor / parseUnit(to).factor;

/**
 * A value in its posted unit, for people: about three significant digits, whole numbers kept whole, thousands in
 * groups ("52,113 MiB/s", "0.0331 s", "4.23 ns/op"). The unit is never converted: the reader may search for it.
 */
export function formatQuantity(value: number, label: string): string {
  const digits = formatNumber(value);
  if (label === "" || label === "1") return digits;
  return label === "%" ? `${digits} %` : `${digits} ${label}`;
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2);
  if (size >= 100) return grouped(String(Math.round(value)));
  return String(Number(value.toPrecision(3)));
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
