/**
 * `tarnish post FILE…`: posts run documents or a tool's own output. Every run is on disk before it is sent and until it
 * is answered, so that neither a service that is away nor a power cut loses one.
 */
import { isDeepStrictEqual } from "node:util";
import { Command } from "commander";
import writeFileAtomic from "write-file-atomic";
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { Client } from "../rig/client.ts";
import { filesNamed, type NamedFile } from "../rig/output-files.ts";
import { type RunFacts, readRuns } from "../rig/read-output.ts";
import { isAway, openSpool, type Spool } from "../rig/spool.ts";
import { environmentFor } from "./attached-environment.ts";
import { exitCodeOfOutcomes, type Outcome, printOutcome } from "./post-outcome.ts";
import { type RunOptions, runFacts, withRunOptions } from "./run-options.ts";
import { serviceClient } from "./service-client.ts";
import { spoolFolder } from "./spool-folder.ts";

interface PostOptions extends RunOptions {
  readonly out?: string;
  readonly drain?: boolean;
  readonly environment: boolean;
  readonly json?: boolean;
}

export function postCommand(): Command {
  const command = new Command("post")
    .description("post run documents, or a tool's own output with --rig and --changeset")
    .argument("[file...]", "files, folders, or - for standard input");
  return withRunOptions(command)
    .option("--out <file>", "write a bundle for a rig without a network, instead of posting")
    .option("--drain", "only deliver what waits in the spool")
    .option("--no-environment", "do not tell the facts of this machine, though it is the rig (tarnish rig init)")
    .option("--json", "one JSON line for each run")
    .action(async (names: string[], options: PostOptions) => {
      if (names.length === 0 && !options.drain) command.error("error: name the files to post (or --drain)");
      const files = await filesNamed(names, process.stdin);
      const read = (file: NamedFile) => readFile(file, options, command);
      const outcomes = options.out === undefined ? post(files, read) : bundle(files, read, options.out);
      process.exitCode = await tell(outcomes, options.json ?? false);
    });
}

type Read = (file: NamedFile) => Promise<RunDocument[] | Fault>;

/** A file that cannot be read is an outcome of its own: the others are posted all the same. */
async function readFile(file: NamedFile, options: PostOptions, command: Command): Promise<RunDocument[] | Fault> {
  const refuse = (option: string) => command.error(`error: a tool's output does not say it: add ${option}`);
  const facts = (namesChangesets: boolean): RunFacts => {
    const said = runFacts(options, (option) =>
      namesChangesets && option === "--changeset" ? "unknown" : refuse(option),
    );
    const environmentAt = options.environment ? environmentFor(said.rig) : undefined;
    return { ...said, ...(environmentAt && { environmentAt }) };
  };
  try {
    return readRuns(await file.read(), facts);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

interface Service {
  readonly client: Client;
  readonly spool: Spool;
  /** Why it cannot be reached: from then on runs are kept without asking again. */
  away: Fault | undefined;
}

async function* post(files: readonly NamedFile[], read: Read): AsyncGenerator<Outcome> {
  const client = serviceClient();
  const spool = openSpool(spoolFolder());
  const service: Service = { client, spool, away: yield* deliverSpooled(client, spool) };
  for (const file of files) {
    const runs = await read(file);
    if (runs instanceof Fault) {
      yield { kind: "refused", file: file.name, fault: runs };
      continue;
    }
    const unkept = new Map<RunDocument, Fault>();
    for (const run of runs) await spool.keep(run).catch((cause) => unkept.set(run, asUnkept(cause)));
    for (const run of runs) yield await send(service, run, file.name, unkept.get(run));
  }
}

/** `unkept`: why the run is not on disk; then it is posted all the same, but nobody can promise to do it later. */
async function send(service: Service, run: RunDocument, file: string, unkept?: Fault): Promise<Outcome> {
  const answer = service.away ?? (await service.client.post(run).catch(asFault));
  if (!(answer instanceof Fault)) {
    await service.spool.forget(run.id);
    return { kind: answer.duplicate ? "duplicate" : "stored", file, id: run.id, run };
  }
  if (!isAway(answer)) {
    const isThere = answer.code === "conflict" && (await isSameBut(service.client, run));
    if (isThere) {
      await service.spool.forget(run.id);
      return { kind: "duplicate", file, id: run.id, run };
    }
    // A file is still where it was; what came by standard input is nowhere else.
    await (file === "-" ? service.spool.setAside(run.id) : service.spool.forget(run.id));
    return { kind: "refused", file, id: run.id, fault: answer };
  }
  const isNews = service.away === undefined;
  service.away = answer;
  if (unkept) return { kind: "refused", file, id: run.id, fault: unkept };
  return { kind: "spooled", file, run, ...(isNews ? { fault: answer } : {}) };
}

function asUnkept(cause: NodeJS.ErrnoException): Fault {
  const why = `the spool below TARNISH_DATA cannot be written (${cause.code ?? cause.message})`;
  return new Fault("unavailable", `The service is away and ${why}: post the file again later.`, [], { cause });
}

/** The same file again: what the machine said of itself meanwhile (its load, its uptime) makes no other run of it. */
async function isSameBut(client: Client, run: RunDocument): Promise<boolean> {
  const stored = await client.get(`/v1/runs/${run.id}`).catch(() => undefined);
  const measured = (document: unknown) => {
    const { environment: _, virtual: __, ...rest } = document as RunDocument;
    return JSON.parse(JSON.stringify(rest));
  };
  return stored !== undefined && isDeepStrictEqual(measured(stored), measured(run));
}

function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

/** What was kept before goes first. Returns why the service cannot be reached, if it cannot. */
async function* deliverSpooled(client: Client, spool: Spool): AsyncGenerator<Outcome, Fault | undefined> {
  const delivery = spool.deliver((run) => client.post(run));
  let next = await delivery.next();
  for (; !next.done; next = await delivery.next()) {
    const one = next.value;
    if ("movedTo" in one) yield { kind: "refused", file: one.movedTo, fault: one.fault };
    else yield { kind: one.duplicate ? "duplicate" : "stored", file: "spool", id: one.id };
  }
  const stopped = next.value;
  if (stopped !== undefined)
    yield { kind: "waiting", file: "spool", runs: (await spool.waiting()).length, fault: stopped };
  return stopped !== undefined && isAway(stopped) ? stopped : undefined;
}

async function* bundle(files: readonly NamedFile[], read: Read, out: string): AsyncGenerator<Outcome> {
  const runs: RunDocument[] = [];
  for (const file of files) {
    const found = await read(file);
    if (found instanceof Fault) yield { kind: "refused", file: file.name, fault: found };
    else {
      runs.push(...found);
      for (const run of found) yield { kind: "bundled", file: file.name, id: run.id, run };
    }
  }
  await writeFileAtomic(out, runs.map((run) => `${JSON.stringify(run)}\n`).join(""), { fsync: true });
}

async function tell(outcomes: AsyncGenerator<Outcome>, isJson: boolean): Promise<number> {
  const all: Outcome[] = [];
  for await (const outcome of outcomes) {
    all.push(outcome);
    printOutcome(outcome, isJson, { out: process.stdout, errors: process.stderr });
  }
  return exitCodeOfOutcomes(all);
}
