/** What a log collector added to a tool's output is taken off again: byte order mark, CRLF, a stamp before each line. */

const RANK = /^ *\d+: /;
const UPTIME = /^\[ *\d+\.\d+\][ \t]/;

/** Prefixes that `ts`, container runtimes, `srun -l`, `mpirun --tag-output` and loggers put before every line. */
const STAMPS: readonly RegExp[] = [
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?:?(?: (?:stdout|stderr) [FP])?(?:[ \t]|(?<=\])|$)/,
  /^\[?[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)?\]?:?[ \t]?/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?:?[ \t]/,
  /^\d{10}\.\d{3,9}[ \t]/,
  UPTIME,
  /^\[\d+(?:,\d+)*\]<std(?:out|err)>:[ \t]?/,
  RANK,
];

/** Those that no tool's own line looks like. */
const WHOLE_STAMPS = STAMPS.filter((stamp) => stamp !== RANK && stamp !== UPTIME);

/** A stamp is taken off only when most lines carry it: a tool's own line may begin with a time. */
const LINES_TO_LOOK_AT = 300;
const ENOUGH = 0.75;

/** Line n of the answer is line n of the input. Cleaning twice changes nothing more than cleaning once, in practice. */
export function cleanText(text: string): string {
  const marked = text.replace(/^\uFEFF/, "");
  const lines = marked.includes("\r") ? inStretches(marked, (stretch) => stretch.replace(/\r\n?/g, "\n")) : marked;
  const head = firstLines(lines);
  const stamp = STAMPS.find((candidate) => isOnMost(head, candidate));
  if (stamp === undefined) return lines;
  return inStretches(lines, (stretch) =>
    stretch
      .split("\n")
      .map((line) => line.replace(stamp, ""))
      .join("\n"),
  );
}

const STRETCH = 1 << 20;

/** A stretch is some whole lines: a large text is never there twice as an array of its lines. */
function inStretches(text: string, change: (stretch: string) => string): string {
  let changed = "";
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = text.indexOf("\n", at + STRETCH) + 1 || text.length;
    changed += change(text.slice(at, end));
  }
  return changed;
}

/** Without taking a large text apart: most have no stamps. */
function firstLines(text: string): string[] {
  let end = 0;
  for (let line = 0; line < LINES_TO_LOOK_AT && end !== -1; line += 1) end = text.indexOf("\n", end + 1);
  return text.slice(0, end === -1 ? text.length : end).split("\n");
}

function isOnMost(lines: readonly string[], stamp: RegExp): boolean {
  const looked = lines.filter((line) => line.trim() !== "");
  const hits = looked.filter((line) => stamp.test(line)).length;
  // Of one or two lines all have to carry it.
  if (looked.length < 3) return hits > 0 && hits === looked.length && WHOLE_STAMPS.includes(stamp);
  return hits >= 3 && hits >= ENOUGH * looked.length;
}
