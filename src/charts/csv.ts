/** A chart's table as CSV (RFC 4180): a header, then a line per record; absent values are empty. */
import type { Cell, Columns } from "./column.ts";

export function chartCsv<Record>(columns: Columns<Record>, records: readonly Record[]): string {
  const named = Object.entries(columns);
  const lines = records.map((record) => named.map(([, column]) => cell(column.of(record))));
  return [named.map(([name]) => name), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** Text that a spreadsheet would run as a formula, full-width signs included, is defused with an apostrophe. */
function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
