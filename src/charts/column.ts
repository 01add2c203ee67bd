/** A column of a chart's table: what it means, in which unit, and how its cells read. */
import { dayOf } from "./landing-axis.ts";
import { formatNumber, formatPercent, unsignedPercent } from "./number.ts";

export type Cell = string | number | null;

export interface Column<Record> {
  /** share: of one, told as per cent; change: the same with its sign, 0 is none; time: RFC 3339. */
  readonly is: "text" | "number" | "share" | "change" | "time";
  /** What it means. */
  readonly told: string;
  /** Of a number; absent where it has none. */
  readonly unit?: string;
  of(record: Record): Cell;
}

export type Columns<Record> = Readonly<{ [name: string]: Column<Record> }>;

type Of<Record> = (record: Record) => Cell;

export const text = <Record>(told: string, of: Of<Record>): Column<Record> => ({ is: "text", told, of });
export const time = <Record>(told: string, of: Of<Record>): Column<Record> => ({ is: "time", told, of });
export const change = <Record>(told: string, of: Of<Record>): Column<Record> => ({ is: "change", told, of });
export const share = <Record>(told: string, of: Of<Record>): Column<Record> => ({ is: "share", told, of });
export const number = <Record>(told: string, of: Of<Record>, unit?: string): Column<Record> => ({
  ...{ is: "number", told, of },
  ...(unit !== undefined && { unit }),
});

/** "+1.2 %", "4 Oct 2026", "52,113 MiB/s"; a dash where there is nothing. */
export function cellText<Record>({ is, unit, of }: Column<Record>, record: Record): string {
  const value = of(record);
  if (value === null || value === "") return "–";
  if (is === "time") return dayOf(String(value));
  if (is === "share") return unsignedPercent(Number(value));
  if (is === "change") return formatPercent(Number(value));
  if (is === "text" || (unit === undefined && isCount(value))) return String(value);
  return unit === undefined ? formatNumber(Number(value)) : `${formatNumber(Number(value))} ${unit}`;
}

/** "9 runs", not "9.000 runs". */
const isCount = (value: Cell): boolean => Number.isInteger(value) && Math.abs(Number(value)) < 10_000;
