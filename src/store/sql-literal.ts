/** Values in ClickHouse's own spelling, for the embedded engine, which has no parameter channel of its own. */

/** A quoted string literal. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\'\0]/g, (char) => (char === "\0" ? "\\0" : `\\${char}`))}'`;
}

const TAB_SEPARATED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** What `SET param_x = …` wants: a quoted string holding the value as a tab-separated field. */
export function parameterLiteral(value: unknown): string {
  if (value === null || value === undefined) return quoted("\\N");
  if (typeof value === "string")
    return quoted(value.replace(/[\\\0\b\f\n\r\t]/g, (char) => TAB_SEPARATED[char] ?? char));
  return quoted(nested(value));
}

function nested(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : nonFinite(value);
  if (Array.isArray(value)) return `[${value.map(nested).join(",")}]`;
  throw new TypeError(`a query parameter of type ${typeof value} is not supported`);
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}
