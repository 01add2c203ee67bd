/** What lies on a rig's disk becomes run documents: a tool's own output, or documents that are already there. */

import type { PastRun } from "../formats/format.ts";
import { readOutput, type ToolOutput } from "../formats/index.ts";
import type { Changeset } from "../model/changeset.ts";
import { type Cause, type Environment, type Measurement, RUN_SCHEMA, type RunDocument } from "../model/run.ts";
import { checkedDocument } from "./checked-document.ts";
import { derivedId } from "./derived-id.ts";
import { holdsDocuments, parseDocuments } from "./parse-documents.ts";

/** What a tool's output does not say of itself. */
export interface RunFacts {
  readonly rig: string;
  readonly changeset: Changeset;
  readonly suite?: string;
  readonly block?: string;
  readonly cause?: Cause;
  /** RFC 3339. */
  readonly startedAt?: string;
  /** Instead of the tool's own name: "ior-easy". */
  readonly benchmark?: string;
  readonly format?: string;
  /** Facts of the rig at that instant, where this machine knows them. */
  readonly environmentAt?: (
    startedAt: string,
  ) => { readonly environment: Environment; readonly virtual: boolean } | undefined;
  /** The id of this run; absent, it is derived, so that the same file is the same run. */
  readonly id?: string;
}

export interface OutputFile {
  readonly text: string;
  /** When it was written last: the time of a run whose tool tells none. */
  readonly writtenAt: Date;
}

/**
 * Throws a Fault that names what is wrong with the file. `facts` is only asked for when the file is a tool's output;
 * run documents (one as JSON, or one a line) pass unchanged. `namesChangesets` is true where the file may be a history,
 * whose runs name their changesets: then the one of `facts` is not needed.
 */
export function readRuns(file: OutputFile, facts: (namesChangesets: boolean) => RunFacts): RunDocument[] {
  if (holdsDocuments(file.text)) return parseDocuments(file.text);
  const given = facts(true);
  const output = readOutput(file.text, given.format);
  const { history } = output.reading;
  if (history === undefined) return [checkedDocument(toDocument(output, file, facts(false)))];
  return history.map((past) => checkedDocument(toPastDocument(output, past, file, given)));
}

/** A run of a history is a run of its own; its content, not the file's, makes its id: a longer history adds runs. */
function toPastDocument(output: ToolOutput, past: PastRun, file: OutputFile, given: RunFacts): RunDocument {
  const { startedAt = past.changeset.committedAt, measurements, changeset } = past;
  const { complete, tool, context } = output.reading;
  const reading = {
    tool,
    context,
    complete,
    skipped: [],
    measurements,
    ...(startedAt === undefined ? {} : { startedAt }),
  };
  const branch = changeset.branch ?? given.changeset.branch;
  const facts: RunFacts = { ...given, changeset: { ...changeset, ...(branch === undefined ? {} : { branch }) } };
  const text = JSON.stringify([startedAt ?? "", measurements]);
  return toDocument({ format: output.format, reading }, { text, writtenAt: file.writtenAt }, facts);
}

function toDocument({ format, reading }: ToolOutput, file: OutputFile, facts: RunFacts): RunDocument {
  const said = facts.startedAt ?? reading.startedAt;
  const startedAt = said ?? file.writtenAt.toISOString();
  const hasEnd = facts.startedAt === undefined && reading.finishedAt !== undefined && reading.finishedAt >= startedAt;
  const { rig, changeset } = facts;
  // A block that only the clock knows is no part of the id: the same file is the same run tomorrow, too.
  const blockInId = facts.block ?? (said === undefined ? "" : utcDate(said));
  return {
    schema: RUN_SCHEMA,
    id: facts.id ?? derivedId([rig, changeset.sha, blockInId, file.text]),
    rig,
    suite: facts.suite ?? format,
    changeset,
    block: facts.block ?? utcDate(startedAt),
    ...(facts.cause === undefined ? {} : { cause: facts.cause }),
    startedAt,
    ...(hasEnd && reading.finishedAt !== undefined ? { finishedAt: reading.finishedAt } : {}),
    complete: reading.complete,
    ...environmentOf(reading.context, facts, startedAt),
    harness: { name: "tarnish" },
    tool: reading.tool,
    ...(reading.skipped.length === 0 ? {} : { skipped: reading.skipped }),
    measurements: reading.measurements.map((measurement) => named(measurement, facts.benchmark)),
  };
}

function environmentOf(
  context: ToolOutput["reading"]["context"],
  { environmentAt }: RunFacts,
  startedAt: string,
): Pick<RunDocument, "environment" | "virtual"> {
  const known = environmentAt?.(startedAt);
  if (known === undefined) return Object.keys(context).length === 0 ? {} : { environment: { context } };
  const { environment, virtual } = known;
  return {
    environment: { ...environment, context: { ...environment.context, ...context } },
    ...(virtual && { virtual: true }),
  };
}

const named = (measurement: Measurement, benchmark: string | undefined): Measurement =>
  benchmark === undefined ? measurement : { ...measurement, benchmark };

const utcDate = (instant: string): string => new Date(instant).toISOString().slice(0, 10);
