/** Small readings that several tools' texts share: numbers, times, sizes, command lines. All of them never throw. */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A finite number that fills the whole token, or undefined ("-", "NA", "nan", "12abc"). */
export function toNumber(token: unknown): number | undefined {
  if (typeof token === "number") return Number.isFinite(token) ? token : undefined;
  if (typeof token !== "string" || !NUMBER.test(token.trim())) return undefined;
  const value = Number(token);
  return Number.isFinite(value) ? value : undefined;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CTIME = /^[A-Z][a-z]{2} +([A-Z][a-z]{2}) +(\d{1,2}) +(\d\d):(\d\d):(\d\d) +(\d{4})/;
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const US_DATE = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)/;

/**
 * The instant of "Fri Nov 20 17:55:54 2026", "11/20/2026 17:56:06" or "2026-11-20 17:56:06", RFC 3339. Tools print local time without a
 * zone; it is read as UTC, because guessing this machine's zone would give another answer on another machine.
 */
export function toInstant(text: string): string | undefined {
  const long = CTIME.exec(text.trim());
  if (long !== null) {
    const [, month = "", day, hour, minute, second, year] = long;
    return instant([year, MONTHS.indexOf(month) + 1, day, hour, minute, second]);
  }
  const iso = ISO_DATE.exec(text.trim());
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    return zone === undefined ? instant([year, month, day, hour, minute, second]) : zoned(text.trim());
  }
  const short = US_DATE.exec(text.trim());
  if (short === null) return undefined;
  const [, month, day, year, hour, minute, second] = short;
  return instant([year, month, day, hour, minute, second]);
}

function zoned(text: string): string | undefined {
  const at = new Date(text.replace(" ", "T"));
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999 ? undefined : at.toISOString();
}

function instant(parts: readonly (string | number | undefined)[]): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (month < 1 || year < 1980 || year > 9999) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isRolledOver = date.getUTCDate() !== day || date.getUTCHours() !== hour || date.getUTCMinutes() !== minute;
  return isRolledOver ? undefined : date.toISOString();
}

const SIZE_UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** "262144 bytes" and "256 KiB" are one parameter, "256KiB"; what is not a size stays as it is, without spaces. */
export function toSize(text: string): string {
  const match = /^([\d.]+) *(bytes|[KMGTP]iB)$/.exec(text.trim());
  const given = toNumber(match?.[1]);
  if (match === null || given === undefined) return text.trim().replace(/\s+/g, "");
  let power = SIZE_UNITS.indexOf(match[2] ?? "");
  let amount = given;
  while (amount >= 1024 && amount % 1024 === 0 && power < SIZE_UNITS.length - 1) {
    amount /= 1024;
    power += 1;
  }
  return `${amount}${power === 0 ? "B" : SIZE_UNITS[power]}`;
}

/** Words of a printed command line; quotes are taken off. The program itself is word 0. */
export function words(command: string): string[] {
  return [...command.slice(0, 20_000).matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** A benchmark's name as it may stand in a document: one printable line, not empty. */
export function toName(text: unknown): string {
  const line = String(text ?? "").replace(/[\p{C}\s]+/gu, " ");
  return line.trim().slice(0, 290) || "unnamed";
}

/** Longer command lines and names are cut: a run document takes no more. */
const LONGEST_FACT = 1000;

/** The present entries of a record whose values may be absent. */
export function present(entries: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(entries)) if (value) kept[key] = value.slice(0, LONGEST_FACT);
  return kept;
}
