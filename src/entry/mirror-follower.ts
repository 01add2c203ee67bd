/** Follows another service's log for as long as the process lives: proves each page, takes it, remembers how far it came. */
import { setTimeout as wait } from "node:timers/promises";
import { adoptEntries } from "../actions/adopt-log.ts";
import type { Context } from "../actions/context.ts";
import { contentHash } from "../actions/identify.ts";
import type { MirrorState } from "../actions/mirror.ts";
import { ProvenEntries } from "../actions/proven-entries.ts";
import { Fault } from "../model/fault.ts";
import { LogVerifier } from "../store/verify-log.ts";
import type { Log } from "./log.ts";
import { hashedLine, headsOf, type LogPage, type LogSource, logPages } from "./log-source.ts";
import { type MirrorFile, writeMirrorFile } from "./mirror-state.ts";
import { sha256 } from "./sha256.ts";

/** Seconds for which the other may wait until it has something to tell: what comes meanwhile is told at once. */
const PATIENCE = "1";
/** Milliseconds. After a round as long as it took, within these: few large parts cost both sides less than many small ones. */
const PAUSE = { least: 200, most: 500 };
/** After it failed. */
const LONGEST_PAUSE = 5_000;
/** How often it is looked whether the other has anything that this one passed by. */
const COMPARED = 60_000;
/** Private rigs become public by date alone, and what was hidden is then told in full: the log is read anew each day. */
const READ_ANEW = 86_400_000;

const READ = hashedLine(sha256);
const TOOLS = { sha256, contentHash: (value: unknown) => contentHash(value, sha256) };

export class MirrorFollower {
  readonly #ctx: Context;
  readonly #log: Log;
  readonly #data: string;
  readonly #source: LogSource;
  readonly #stop = new AbortController();
  /** Of the round that is under way: signals that live as long as the process would keep what hangs on them. */
  #asking = new AbortController();
  #file: MirrorFile;
  #verifier: LogVerifier | undefined;
  /** Of what the verifier has taken. */
  #proven = new ProvenEntries(sha256);
  #hadAllAt: number | undefined;
  #comparedAt = 0;
  #stopped: string | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(ctx: Context, log: Log, data: string, source: LogSource, file: MirrorFile) {
    this.#ctx = ctx;
    this.#log = log;
    this.#data = data;
    this.#source = source;
    this.#file = file;
  }

  start(): void {
    this.#running = this.#follow();
  }

  /** Ends after the page that is being taken; nobody waits for what the other has not sent. */
  async end(): Promise<void> {
    this.#stop.abort();
    this.#asking.abort();
    await this.#running;
  }

  state(now: Date): MirrorState {
    const had = this.#hadAllAt;
    return {
      role: "mirror",
      from: this.#file.from,
      lagSeconds: had === undefined ? null : Math.max(0, now.getTime() - had) / 1000,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
    };
  }

  get file(): MirrorFile {
    return this.#file;
  }

  async #follow(): Promise<void> {
    let pause = PAUSE.least;
    while (!this.#stop.signal.aborted) {
      try {
        const took = await this.round();
        this.#stopped = undefined;
        pause = Math.min(PAUSE.most, Math.max(PAUSE.least, took));
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        this.#verifier = undefined;
        const said = sentenceOf(error);
        if (said !== this.#stopped) this.#log.error({ err: error }, `following stopped: ${said}`);
        this.#stopped = said;
      }
      await wait(pause, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  /** Everything that is there now, or comes soon. Answers how many milliseconds it worked. */
  async round(): Promise<number> {
    const started = this.#ctx.now().getTime();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const { readAt, cursor } = this.#file;
    const isAnew =
      cursor === undefined || started - Date.parse(readAt ?? "") >= READ_ANEW || (await this.#isShort(started, signal));
    if (isAnew) this.#verifier = undefined;
    if (this.#verifier === undefined) this.#proven = new ProvenEntries(sha256);
    this.#verifier ??= new LogVerifier(TOOLS, isAnew ? [] : await this.#ctx.store.heads());
    let waited = 0;
    const reading = { query: { wait: PATIENCE }, read: READ, signal };
    for await (const page of logPages(this.#source, isAnew ? undefined : cursor, reading)) {
      waited += page.waited ?? 0;
      await this.#take(page, this.#verifier);
      if (this.#stop.signal.aborted) return 0;
    }
    this.#refuseUnproven(this.#verifier);
    if (isAnew || readAt === undefined) await this.#save({ readAt: new Date(started).toISOString() });
    this.#hadAllAt = started + waited; // the other looked once more after it had waited
    return this.#ctx.now().getTime() - this.#hadAllAt;
  }

  /** True when a chain of the other's is longer than here: something came to it later than its time says. */
  async #isShort(now: number, signal: AbortSignal): Promise<boolean> {
    if (now - this.#comparedAt < COMPARED || this.#hadAllAt === undefined) return false;
    const theirs = await headsOf(this.#source, signal);
    const ours = new Map((await this.#ctx.store.heads()).map(({ chain, sequence }) => [chain, sequence]));
    this.#comparedAt = now;
    const comes = new Set<string>(); // what came since the last round is on its way
    for await (const { entries } of logPages(this.#source, this.#file.cursor, { signal }))
      for (const { chain } of entries) comes.add(chain);
    return theirs.some(({ chain, sequence }) => sequence > (ours.get(chain) ?? 0) && !comes.has(chain));
  }

  async #take({ entries, cursor, checkpoint }: LogPage, verifier: LogVerifier): Promise<void> {
    for (const entry of entries) verifier.take(entry);
    await verifier.page(checkpoint, new Set(this.#file.key === undefined ? [] : [this.#file.key]));
    const [fault] = verifier.faults;
    if (fault) {
      const { chain, sequence, what } = fault;
      const message = `The log of ${this.#file.from} cannot be trusted: event ${sequence} of chain ${chain} ${what}. Nothing of it was taken; ask its keeper.`;
      throw new Fault("invalid", message);
    }
    await adoptEntries(this.#ctx, this.#proven.of(entries, verifier), { claims: "theirs" });
    const isProven = verifier.unproven.length === 0; // else it is read again after a restart, with what proves it
    if (isProven && cursor !== this.#file.cursor)
      await this.#save({ cursor, ...(checkpoint && { key: checkpoint.key }) });
  }

  /** What the log says of a run's repeats may be held back for minutes, behind a run that is not decided. */
  #refuseUnproven({ unproven: [first] }: LogVerifier): void {
    if (!first) return;
    const { chain, sequence, what } = first;
    const message = `Event ${sequence} of chain ${chain} in the log of ${this.#file.from} ${what} yet; it is read again until it does.`;
    throw new Fault("unavailable", message);
  }

  async #save(news: Partial<MirrorFile>): Promise<void> {
    this.#file = { ...this.#file, ...news };
    await writeMirrorFile(this.#data, this.#file);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Fault) return error.message;
  if ((error as { code?: string }).code === "ENOSPC")
    return "The disk of TARNISH_DATA is full: make room, and it goes on.";
  return "Something went wrong inside; it was recorded.";
}
