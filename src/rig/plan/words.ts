/** A command of a plan becomes the words of a process: no shell takes part. */
import parse from "shell-quote/parse.js";
import type { Command } from "../../wire/plan.ts";

export type Variables = Readonly<Record<string, string>>;

export type Worded = { readonly words: readonly string[] } | { readonly wrong: string };

/**
 * Quotes and backslashes as in a shell, `${name}` and `$name` from `variables` alone. What only a shell can do (pipes,
 * patterns of file names, comments) and a name that nobody set are wrong, in a sentence.
 */
export function wordsOf(command: Command, variables: Variables): Worded {
  const unknown = new Set<string>();
  const lookUp = (name: string) => {
    const value = variables[name];
    if (value === undefined) unknown.add(name);
    return value ?? "";
  };
  const words = typeof command === "string" ? split(command, lookUp) : command.map((word) => filled(word, lookUp));
  if (typeof words === "string") return { wrong: words };
  if (unknown.size > 0) return { wrong: `names ${[...unknown].join(", ")}, which is no parameter and no variable` };
  return words.length === 0 || words[0] === "" ? { wrong: "has no program" } : { words };
}

function split(line: string, lookUp: (name: string) => string): string[] | string {
  const words: string[] = [];
  for (const entry of parse(line, lookUp)) {
    if (typeof entry === "string") words.push(entry);
    else return `needs a shell for ${JSON.stringify(markOf(entry))}: say shell: true, or write a list of words`;
  }
  return words;
}

function markOf(entry: object): string {
  if ("pattern" in entry) return String(entry.pattern);
  return "op" in entry ? String(entry.op) : "#";
}

/** Only `${name}`: in a list of words, everything else is meant as it stands. */
const filled = (word: string, lookUp: (name: string) => string): string =>
  word.replace(/\$\{(\w+)\}/g, (_, name: string) => lookUp(name));
