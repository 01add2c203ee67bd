/** What a tool's output is read into. One file a tool; `formats/index.ts` is the only list. */
import type { Changeset } from "../model/changeset.ts";
import type { Measurement, SkippedLine } from "../model/run.ts";

export interface Reading {
  readonly tool: { readonly name: string; readonly version?: string };
  readonly measurements: readonly Measurement[];
  /** False when the output was cut or the run did not end. */
  readonly complete: boolean;
  readonly skipped: readonly SkippedLine[];
  /** RFC 3339, where the tool says when it began and ended. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Facts worth recording (host, command line): context, never identity. */
  readonly context: Readonly<Record<string, string>>;
  /** Where the file holds the history of many changesets: its runs, oldest first; `measurements` is empty then. */
  readonly history?: readonly PastRun[];
  /** Why this output of a known tool is not read at all: one sentence that says what to do instead. */
  readonly declined?: string;
}

/** A run of a changeset that the file itself names. */
export interface PastRun {
  readonly changeset: Changeset;
  /** RFC 3339; absent, the time of the changeset stands in. */
  readonly startedAt?: string;
  readonly measurements: readonly Measurement[];
}

export interface Format {
  readonly id: string;
  /** Sure, by content alone. Two formats that both say yes is a refusal, never a guess. */
  recognizes(text: string): boolean;
  /** Never throws on any text: what cannot be read is `skipped`, what is missing is absent, never 0. */
  read(text: string): Reading;
}
