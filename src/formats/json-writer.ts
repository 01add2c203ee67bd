/** Writes one JSON document from tokens that may lack commas or brackets, have too many, or stop in the middle. */

export interface DocumentWriter {
  write(token: string): void;
  /** How many brackets are open; 0 before the first and after the last. */
  depth(): number;
  text(): string;
  /** The document up to its last whole value, every open bracket closed. */
  textClosed(): string;
}

interface Draft {
  readonly out: string[];
  /** The closer that each open bracket waits for. */
  readonly open: string[];
  /** Where the last whole value ends, and what was open there. */
  whole: { readonly length: number; readonly closers: string };
}

export function documentWriter(): DocumentWriter {
  const draft: Draft = { out: [], open: [], whole: { length: 0, closers: "" } };
  return {
    write(token) {
      if (token === ",") writeComma(draft);
      else if (token === "]" || token === "}") writeCloser(draft, token);
      else writeValue(draft, token);
    },
    depth: () => draft.open.length,
    text: () => draft.out.join(""),
    textClosed: () => draft.out.slice(0, draft.whole.length).join("") + draft.whole.closers,
  };
}

function writeComma(draft: Draft): void {
  if (!isAfterValue(draft)) return;
  markWhole(draft);
  draft.out.push(",");
}

/** Closes what is open inside as well: IOR 3.2 forgets brackets. A closer that nothing waits for is left out. */
function writeCloser(draft: Draft, token: string): void {
  if (!draft.open.includes(token)) return;
  if (draft.out.at(-1) === ",") draft.out.pop();
  for (let closer = draft.open.pop(); closer !== undefined; closer = draft.open.pop()) {
    draft.out.push(closer);
    if (closer === token) break;
  }
  markWhole(draft);
}

function writeValue(draft: Draft, token: string): void {
  if (token !== ":" && isAfterValue(draft)) draft.out.push(",");
  if (token === "{") draft.open.push("}");
  if (token === "[") draft.open.push("]");
  draft.out.push(/^[+-]?(?:nan|inf)/i.test(token) ? "null" : token);
}

function markWhole(draft: Draft): void {
  draft.whole = { length: draft.out.length, closers: [...draft.open].reverse().join("") };
}

/** A string may be a key: then the colon comes next, and no comma is put. */
function isAfterValue({ out }: Draft): boolean {
  const last = out.at(-1);
  return last !== undefined && !/^[[{,:]$/.test(last);
}
