/** The same history in a unit that people read at a glance: 478,632,535 B/s is 478.6 MB/s, 9,764,864 ns is 9.765 ms. */
import type { Effect } from "../model/series.ts";
import { parseUnit } from "../model/unit.ts";
import type { SeriesChartData } from "./series-data.ts";

/** The posted unit stays where its numbers are neither below a thousandth nor a million or more. */
const LEAST = 1e-3;
const MOST = 1e6;

/** Units of one kind, ascending. */
const DECIMAL_BYTES = ["B", "kB", "MB", "GB", "TB", "PB"];
const BINARY_BYTES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const TIMES = ["ns", "µs", "ms", "s"];

export interface DisplayUnit {
  readonly unit: string;
  /** Value in `unit` = value in the posted unit × by. */
  readonly by: number;
}

/** The unit in which a value of this size is shown; the posted one where it reads well or where there is no better. */
export function displayUnit(value: number, posted: string): DisplayUnit {
  const size = Math.abs(value);
  const same = { unit: posted, by: 1 };
  if (size === 0 || (size >= LEAST && size < MOST)) return same;
  const { label, dimension, factor } = parseUnit(posted);
  const fits = (unit: string, i: number) => i === 0 || size * factor >= parseUnit(unit).factor;
  const unit = ladder(label, dimension).findLast(fits);
  return unit === undefined || unit === label ? same : { unit, by: factor / parseUnit(unit).factor };
}

/** A whole history in the unit that its newest value asks for. */
export function inDisplayUnit(data: SeriesChartData): SeriesChartData {
  const { unit, by } = displayUnit(data.changesets.at(-1)?.value ?? 0, data.series.unit);
  return by === 1 ? data : scaled(data, unit, by);
}

function ladder(label: string, dimension: string): string[] {
  const [kind, per] = dimension.split("/");
  const suffix = per === undefined ? "" : `/${per}`;
  const rungs = kind === "time" ? TIMES : bytes(kind, label);
  return rungs.map((rung) => rung + suffix);
}

function bytes(kind: string | undefined, label: string): string[] {
  if (kind !== "bytes") return [];
  return label.includes("iB") ? BINARY_BYTES : DECIMAL_BYTES;
}

function scaled(data: SeriesChartData, unit: string, by: number): SeriesChartData {
  const band = <T extends { value: number; low: number; high: number }>(row: T): T => ({
    ...row,
    value: row.value * by,
    low: row.low * by,
    high: row.high * by,
  });
  const effect = (one: Effect): Effect => (one.scale === "difference" ? { ...band(one), unit } : one);
  return {
    ...data,
    series: { ...data.series, unit },
    changesets: data.changesets.map(band),
    excluded: data.excluded.map((row) => ({ ...row, value: row.value * by })),
    analysis: {
      ...data.analysis,
      levels: data.analysis.levels.map(band),
      changes: data.analysis.changes.map((change) => ({
        ...change,
        before: change.before * by,
        after: change.after * by,
        effect: effect(change.effect),
      })),
    },
  };
}
