/** Files that hold the history of many changesets: each of their runs becomes a run of a past changeset. */
import type { Measurement } from "../model/run.ts";
import type { PastRun, Reading } from "./format.ts";
import type { SkippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { toName } from "./tool-text.ts";

const SHA = /^[A-Za-z0-9._-]{1,64}$/;

export interface PastFacts {
  readonly sha: unknown;
  readonly branch?: string | undefined;
  readonly subject?: string | undefined;
  readonly committedAt?: string | undefined;
  readonly startedAt?: string | undefined;
}

/** Undefined, with a note, when nobody can tell which changeset was measured, or nothing was. */
export function pastRun(
  { sha, branch, subject, committedAt, startedAt }: PastFacts,
  measurements: readonly Measurement[],
  line: number,
  skipped: SkippedLines,
): PastRun | undefined {
  if (typeof sha !== "string" || !SHA.test(sha)) {
    skipped.add(line, "a run without the sha of its changeset", toName(sha));
    return undefined;
  }
  if (measurements.length === 0) {
    skipped.add(line, "a run without measurements", sha);
    return undefined;
  }
  return {
    changeset: {
      sha,
      ...(branch === undefined ? {} : { branch }),
      ...(subject === undefined ? {} : { subject: toName(subject.split("\n")[0]) }),
      ...(committedAt === undefined ? {} : { committedAt }),
    },
    ...(startedAt === undefined ? {} : { startedAt }),
    measurements: tellApart(measurements),
  };
}

/** `measurements` of a history is empty: its runs have them. */
export function historyReading(
  tool: string,
  runs: readonly (PastRun | undefined)[],
  isWhole: boolean,
  skipped: SkippedLines,
  context: Readonly<Record<string, string>> = {},
): Reading {
  const history = runs.flatMap((run) => run ?? []);
  const why = skipped.list()[0]?.why ?? "there is none";
  return {
    ...(history.length > 0 ? {} : { declined: `No run of this history can be read: ${why}.` }),
    tool: { name: tool },
    measurements: [],
    history,
    complete: history.length > 0 && isWhole,
    skipped: skipped.list(),
    context,
  };
}
