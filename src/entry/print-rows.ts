/** A list for a person as a table, for a program as JSON lines. */
import Table from "cli-table3";

export function printRows<T extends object>(
  rows: readonly T[],
  asJson: boolean | undefined,
  columns: Readonly<Partial<Record<keyof T & string, string>>>,
): void {
  if (asJson) {
    for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const keys = Object.keys(columns) as (keyof T & string)[];
  const table = new Table({
    head: keys.map((key) => columns[key] ?? key),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(keys.map((key) => shown(row[key])));
  process.stdout.write(rows.length === 0 ? "nothing yet\n" : `${table.toString()}\n`);
}

/** One thing: a line for each field, or JSON. */
export function printRecord(record: object, asJson: boolean | undefined): void {
  const lines = asJson
    ? [JSON.stringify(record)]
    : Object.entries(record).map(([field, value]) => `${field.padEnd(14)}${shown(value)}`);
  process.stdout.write(`${lines.join("\n")}\n`);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
