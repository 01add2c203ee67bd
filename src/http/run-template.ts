/**
 * The text of a run around its figures. A rig writes the same measurements the same way every night: where the text is
 * what it was, and plain figures stand where they stood, what it says of them is what it said.
 */

/** Everything from the key of the measurements to the end of their list but what stands in the brackets of `values`. */
export interface RunTemplate {
  /** One more than measurements. */
  readonly pieces: readonly string[];
  /** Characters of `pieces[0]` before the first measurement, and of `pieces[1]` up to its end. */
  readonly first: { readonly from: number; readonly to: number };
}

export interface CutRun {
  /** The document with its first measurement alone. */
  readonly head: string;
  /** What stands in the brackets of `values`, of every measurement: figures, or something else. */
  readonly values: readonly string[];
}

const KEY = '"measurements"';
const VALUES = '"values"';

/** What templates of one tool's output have in common; undefined where there is none. */
export function templateKey(text: string): string | undefined {
  const from = text.indexOf(KEY);
  const to = text.indexOf(VALUES, from);
  return from < 0 || to < 0 ? undefined : text.slice(from, to);
}

/** Undefined where the text is another, or may name its measurements twice. */
export function cutRun(text: string, { pieces, first }: RunTemplate): CutRun | undefined {
  const begin = text.indexOf(KEY);
  const [opening = "", next = ""] = pieces;
  const values: string[] = [];
  let at = begin + opening.length;
  if (text.slice(begin, at) !== opening) return undefined;
  for (let place = 1; place < pieces.length; place++) {
    const piece = pieces[place] as string;
    const end = text.indexOf("]", at);
    values.push(text.slice(at, end));
    at = end + piece.length;
    if (end < 0 || text.slice(end, at) !== piece) return undefined;
  }
  const [before, after] = [text.slice(0, begin), text.slice(at)];
  if (SECOND.test(before) || SECOND.test(after)) return undefined;
  const alone = `${opening.slice(first.from)}${values[0]}${next.slice(0, first.to)}`;
  return { head: `${before}${KEY}:[${alone}]${after}`, values };
}

/** A letter of a key may be written as an escape. */
const SECOND = /"measurements"|\\u/;

const LIST = /"measurements"\s*:\s*\[/;
const BRACKET = /\s*:\s*\[/y;

/**
 * `text`: that of a valid run with `many` measurements, two or more, each with figures as its `values` and without other
 * lists. Undefined where they cannot be told apart, as where a key may be written with escapes.
 */
export function templateOf(text: string, many: number): RunTemplate | undefined {
  const list = LIST.exec(text);
  if (!list || text.includes("\\u")) return undefined;
  const pieces: string[] = [];
  let at = list.index;
  for (let key = text.indexOf(VALUES, at); key >= 0; key = text.indexOf(VALUES, at)) {
    BRACKET.lastIndex = key + VALUES.length;
    if (!BRACKET.test(text)) return undefined;
    pieces.push(text.slice(at, BRACKET.lastIndex));
    at = text.indexOf("]", BRACKET.lastIndex);
    if (at < 0 || pieces.length > many) return undefined;
  }
  const [, next = ""] = pieces;
  const last = text.slice(at, at + 1 + closing(text.slice(at + 1), "[", "]"));
  const first = { from: list[0].length, to: 1 + closing(next.slice(1), "{", "}") };
  return pieces.length === many ? { pieces: [...pieces, last], first } : undefined;
}

/** Characters up to where what was open at the beginning of `text` is closed again. */
function closing(text: string, open: string, close: string): number {
  let depth = 1;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (token === open) depth++;
    if (token === close && --depth === 0) return index + 1;
  }
  return text.length;
}
