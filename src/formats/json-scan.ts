/**
 * A large JSON document without its whole tree in memory: where it ends is found by its brackets, and the objects in
 * the lists of its root are parsed one by one, so that each can be made smaller before the next is looked at.
 */

/** What is to be kept of one object in a list of the document's root, as of a report's `"jobs": [{…}, {…}]`. */
export type Thin = (item: unknown) => unknown;

export interface ScannedDocument {
  /** Undefined when no well-formed document begins here and ends with its line. */
  readonly value: unknown;
  /** Behind the document; of what is none, how far it was looked at. */
  readonly end: number;
}

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;
const LIST_END = 93;
const OBJECT_END = 125;
/** Brackets and braces open two characters before the one that closes them. */
const isOpener = (code: number): boolean => code === LIST_END - 2 || code === OBJECT_END - 2;
const isCloser = (code: number): boolean => code === LIST_END || code === OBJECT_END;

/** The document that begins in the line at `start`, an index. Linear in what is looked at. */
export function scanDocument(text: string, start: number, thin?: Thin): ScannedDocument {
  const begin = afterBlanks(text, start);
  if (!isOpener(text.charCodeAt(begin))) return { value: undefined, end: begin };
  const cut: Skeleton = { text: "", copied: begin, items: [] };
  const { end, isWhole } = scanBrackets(
    text,
    begin,
    thin === undefined ? undefined : (at) => cutItem(text, at, cut, thin),
  );
  const behind = afterBlanks(text, end);
  const isAlone = behind === text.length || text.charCodeAt(behind) === NEWLINE;
  if (!isWhole || !isAlone) return { value: undefined, end };
  return { value: filled(parse(cut.text + text.slice(cut.copied, end)), cut.items), end };
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The document with `{"":n}` in place of its n-th item. */
interface Skeleton {
  text: string;
  /** Up to here the document is in `text`. */
  copied: number;
  readonly items: unknown[];
}

/** Where the object at `begin` ends; what is none or cannot be parsed stays in the skeleton as it is. */
function cutItem(text: string, begin: number, cut: Skeleton, thin: Thin): number {
  if (text[begin] !== "{") return begin;
  const { end, isWhole } = scanBrackets(text, begin);
  const item = isWhole ? parse(text.slice(begin, end)) : undefined;
  if (item === undefined) return begin;
  cut.text += `${text.slice(cut.copied, begin)}{"":${cut.items.length}}`;
  cut.copied = end;
  cut.items.push(thin(item));
  return end;
}

/** With items in place of their numbers: every object in a list of the root is such a number. */
function filled(root: unknown, items: readonly unknown[]): unknown {
  if (items.length === 0 || typeof root !== "object" || root === null) return root;
  const entries = Object.entries(root).map(([key, value]) => [key, Array.isArray(value) ? value.map(itemOf) : value]);
  return Object.fromEntries(entries);

  function itemOf(element: unknown): unknown {
    const isNumber = typeof element === "object" && element !== null && "" in element;
    return isNumber ? items[Number(element[""])] : element;
  }
}

interface Stretch {
  readonly end: number;
  readonly isWhole: boolean;
}

/** Brackets in strings do not count. `onItem` may say that what begins in a list of the root ends further on. */
function scanBrackets(text: string, begin: number, onItem = (at: number): number => at): Stretch {
  const closers: number[] = [];
  for (let at = begin; ; at = nextBracket(text, at)) {
    const code = text.charCodeAt(at);
    const behind = isInListOfRoot(closers) ? onItem(at) : at;
    if (behind > at) {
      at = behind;
      continue;
    }
    if (isOpener(code)) closers.push(code + 2);
    else if (closers.pop() !== code) return { end: at, isWhole: false };
    at += 1;
    if (closers.length === 0) return { end: at, isWhole: true };
  }
}

const isInListOfRoot = (closers: readonly number[]): boolean =>
  closers.length === 2 && closers[0] === OBJECT_END && closers[1] === LIST_END;

/** Where the next bracket is, or else the end of the text or of the line in which a string does not end. */
function nextBracket(text: string, from: number): number {
  let isInString = false;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (!isInString && (isOpener(code) || isCloser(code))) return at;
    else if (isInString && code === NEWLINE) return at;
    else if (isInString && code === BACKSLASH && text.charCodeAt(at + 1) !== NEWLINE) at += 1;
  }
  return text.length;
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at;
}
