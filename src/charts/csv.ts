/** A chart's table as CSV (RFC 4180): a header, then a line per record; absent values are empty. */
import type { Chart } from "./chart.ts";

export function chartCsv<Data, Record>(chart: Chart<Data, Record>, data: Data): string {
  const columns = Object.entries(chart.columns);
  const lines = chart.records(data).map((record) => columns.map(([, value]) => cell(value(record))));
  return [columns.map(([name]) => name), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** Text that a spreadsheet would run as a formula is defused with an apostrophe. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
