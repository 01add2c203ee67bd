/**
 * Which keys the first JSON document of a text has, and where: enough to tell whose it is without parsing it, also
 * when it breaks off. `{"results":[{"command":1}]}` has `results` and `results[].command`.
 */

/** Longer documents are recognised by their beginning. */
const CHARACTERS_TO_LOOK_AT = 200_000;
/** What lies deeper tells no format from another. */
const DEEPEST = 8;
const BEGIN = /^[ \t]*[[{]/m;
const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[[\]{}]/g;

let last: { readonly text: string; readonly paths: ReadonlySet<string> } | undefined;

/** The last answer is kept, because every format asks about the same text. */
export function keyPaths(text: string): ReadonlySet<string> {
  if (last?.text !== text) last = { text, paths: scan(text.slice(0, CHARACTERS_TO_LOOK_AT)) };
  return last.paths;
}

/** Linear in its text. */
function scan(head: string): Set<string> {
  const paths = new Set<string>();
  /** The path of each open bracket. */
  const open: string[] = [];
  let next = "";
  TOKEN.lastIndex = BEGIN.exec(head)?.index ?? head.length;
  for (let match = TOKEN.exec(head); match !== null; match = TOKEN.exec(head)) {
    const [token, name, colon] = match;
    const isString = name !== undefined;
    if (isString && colon === undefined) continue;
    if (isString && open.length <= DEEPEST) paths.add(pathOf(open, name));
    next = isString ? pathOf(open, name) : afterBracket(open, next, token);
    if (open.length === 0) break;
  }
  return paths;
}

function pathOf(open: readonly string[], name: string): string {
  if (open.length > DEEPEST) return "";
  const inside = open.at(-1) ?? "";
  return inside === "" ? name : `${inside}.${name}`;
}

/** Opens or closes a bracket and says where the next value without a name will be. */
function afterBracket(open: string[], here: string, bracket: string): string {
  if (bracket === "{") open.push(here);
  else if (bracket === "[") open.push(open.length < DEEPEST ? `${here}[]` : "");
  else open.pop();
  return open.at(-1) ?? "";
}
