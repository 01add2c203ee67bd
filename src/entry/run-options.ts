/** The options of `post` and `convert` that say what a tool's output does not say of itself. */
import { randomUUID } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Changeset } from "../model/changeset.ts";
import { CAUSES, type Cause } from "../model/run.ts";
import type { RunFacts } from "../rig/read-output.ts";

export interface RunOptions {
  readonly rig?: string;
  readonly changeset?: string;
  readonly branch?: string;
  readonly parent?: string;
  readonly position?: number;
  readonly suite?: string;
  readonly block?: string;
  readonly cause?: Cause;
  readonly startedAt?: string;
  readonly benchmark?: string;
  readonly format?: string;
  readonly again?: boolean;
}

export function withRunOptions(command: Command): Command {
  return command
    .option("--rig <name>", "the rig that measured")
    .option("--changeset <sha>", "the changeset that was measured")
    .option("--branch <name>", "its branch")
    .option("--parent <sha>", "its first parent")
    .option("--position <n>", "its ordinal on the branch, once it has landed", wholeNumber)
    .option("--suite <name>", "what was run together (default: the tool's name)")
    .option("--block <name>", "what runs share: a night, a boot, a build (default: the UTC date)")
    .addOption(new Option("--cause <why>", "why it was run (default: scheduled)").choices(CAUSES))
    .option("--started-at <time>", "when it began, as 2026-10-02T22:00:00Z (default: what the tool says)", instant)
    .option("--benchmark <name>", "name of the benchmark (default: the tool's name)")
    .option("--format <id>", "the tool, only where the content does not tell")
    .option("--again", "the same file is another run: give it a new id");
}

/** `missing` says what stands for a rig or changeset that was not named, or refuses. */
export function runFacts(options: RunOptions, missing: (option: string) => string): RunFacts {
  const { rig, changeset, branch, parent, position, suite, block, cause, startedAt, benchmark, format } = options;
  const change: Changeset = {
    sha: changeset ?? missing("--changeset"),
    ...defined({ branch, parent, position }),
  };
  return {
    rig: rig ?? missing("--rig"),
    changeset: change,
    ...defined({ suite, block, cause, startedAt, benchmark, format, id: options.again ? randomUUID() : undefined }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError("must be a whole number from 0 on.");
  return Number(text);
}

function instant(text: string): string {
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (!isInstant || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError("must be a date and time with its zone, as 2026-10-02T22:00:00Z.");
  }
  return new Date(text).toISOString();
}
