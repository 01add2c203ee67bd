/** What a campaign did so far, on disk: one JSON line an event, there before anything relies on it. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { RunDocument } from "../../model/run.ts";
import type { Slot } from "../plan/schedule.ts";

export type Entry =
  | {
      readonly kind: "begin";
      readonly campaign: string;
      /** Of the plan and everything that the command line said besides. */
      readonly digest: string;
      readonly seed: number;
      /** RFC 3339. */
      readonly at: string;
      readonly blockBase: string;
      readonly slots: readonly Slot[];
    }
  | { readonly kind: "session-began"; readonly index: number; readonly at: string }
  | {
      readonly kind: "session-ended";
      readonly index: number;
      readonly milliseconds: number;
      readonly document: RunDocument;
    }
  /** The person who stopped it wanted nothing of it. */
  | { readonly kind: "session-dropped"; readonly index: number }
  | { readonly kind: "block-began"; readonly block: number; readonly name: string; readonly boot: string }
  | { readonly kind: "block-ended"; readonly block: number }
  | { readonly kind: "posted"; readonly index: number }
  | { readonly kind: "end"; readonly why: string };

export interface Journal {
  readonly entries: readonly Entry[];
  /** Durable when it returns. */
  add(entry: Entry): void;
  close(): void;
}

/** A last line that a crash cut off is no entry: what it would have said did not happen. */
export function openJournal(file: string): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const { entries, isTorn } = readJournal(file);
  const handle = openSync(file, "a");
  if (isTorn) writeSync(handle, "\n");
  const all = [...entries];
  return {
    entries: all,
    add(entry) {
      writeSync(handle, `${JSON.stringify(entry)}\n`);
      fsyncSync(handle);
      all.push(entry);
    },
    close: () => closeSync(handle),
  };
}

export function readJournal(file: string): { readonly entries: Entry[]; readonly isTorn: boolean } {
  const text = contentOf(file);
  const entries = text.split("\n").flatMap((line): Entry[] => {
    try {
      return line === "" ? [] : [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
  return { entries, isTorn: text !== "" && !text.endsWith("\n") };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
