/**
 * A process that takes the writes, unless another host of its history was made the writer meanwhile: then it serves what
 * it has, takes nothing, and says how it comes back. What it learned once it knows after a restart, whoever is away then.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "../actions/context.ts";
import type { Mirror, MirrorState } from "../actions/mirror.ts";
import { beginTerm, termOf } from "../actions/promotions.ts";
import { Fault } from "../model/fault.ts";
import { oneAfterAnother } from "../store/one-after-another.ts";
import type { Log } from "./log.ts";
import { type MirrorFile, readMirrorFile, writeMirrorFile } from "./mirror-state.ts";
import { replacing, stateOf } from "./peers.ts";

/** Milliseconds. */
const PAUSE = 5_000;

export interface Hosted {
  readonly data: string;
  /** Other hosts of the same history, without a slash at their ends. */
  readonly peers: readonly string[];
}

export class WriterProcess implements Mirror {
  readonly #data: string;
  readonly #peers: readonly string[];
  readonly #log: Log;
  #ctx: Context | undefined;
  #file: MirrorFile | undefined;
  readonly #stop = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  /** Who looks at the peers must not see half of a promotion. */
  readonly #inTurn = oneAfterAnother();
  #hasAsked = false;

  constructor({ data, peers }: Hosted, log: Log) {
    this.#data = data;
    this.#peers = peers;
    this.#log = log;
    this.#file = readMirrorFile(data);
  }

  get undecided(): Fault | undefined {
    if (this.#hasAsked) return undefined;
    return new Fault("unavailable", "The service is starting; try again in a moment.", [], { retryAfter: 1 });
  }

  /** Asks every peer before anything is written, and again now and then. */
  async start(ctx: Context): Promise<void> {
    this.#ctx = ctx;
    const file = this.#file;
    const isPromoted = file?.role === "writer" && !(await ctx.known.promotions()).has(file.promotion ?? "");
    await this.#inTurn(async () => (isPromoted ? await this.#beginPromised(ctx, file) : await this.#look(ctx)));
    this.#hasAsked = true;
    if (this.#peers.length > 0) this.#looking = this.#keepLooking(ctx);
  }

  /** Promoted while no service ran here, or cut off: the peers are asked how far they are, not whether it may. */
  async #beginPromised(ctx: Context, file: MirrorFile): Promise<void> {
    const states = await Promise.all(this.#peers.map(stateOf));
    this.#hasAsked = true;
    await this.#begun(ctx, file, Math.max(file.term ?? 0, ...states.map((state) => state?.term ?? 0)));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#looking;
  }

  state(): MirrorState {
    if (this.#file?.role !== "replaced") return { role: "writer" };
    return { role: "replaced", from: this.#file.from };
  }

  async promote(isForced: boolean): Promise<void> {
    await this.#inTurn(async () => {
      const [ctx, file] = [this.#ctx, this.#file];
      if (!ctx || file?.role !== "replaced") return;
      const beyond = await termOfWriter(file.from, isForced);
      await this.#begun(ctx, { ...file, role: "writer", promotion: randomUUID() }, Math.max(beyond, file.term ?? 0));
    });
  }

  /** The promotion is in the folder before it is in the log: a start after a crash in between says it again. */
  async #begun(ctx: Context, file: MirrorFile, beyond: number): Promise<void> {
    const named = { ...file, promotion: file.promotion ?? randomUUID() };
    await writeMirrorFile(this.#data, named);
    this.#file = named;
    await beginTerm(ctx, named.promotion, beyond);
  }

  async #look(ctx: Context): Promise<void> {
    if (this.#file?.role === "replaced") return;
    const states = await Promise.all(this.#peers.map(async (url) => ({ url, state: await stateOf(url) })));
    const found = replacing(await termOf(ctx), states); // ours as it is now: asking took a while
    if (!found) return;
    const file: MirrorFile = { role: "replaced", from: found.writer, term: found.term.term };
    await writeMirrorFile(this.#data, file);
    this.#file = file;
    this.#log.error({ by: found.writer, ...found.term }, "another host was made the writer; nothing is taken here");
  }

  async #keepLooking(ctx: Context): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await wait(PAUSE, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await this.#inTurn(() => this.#look(ctx)).catch((err) =>
        this.#log.error({ err }, "asking the other hosts failed"),
      );
    }
  }
}

/** The term that the service there is in, 0 when it does not answer. Throws where it takes the writes, unless forced. */
export async function termOfWriter(url: string, isForced: boolean): Promise<number> {
  const state = await stateOf(url);
  if (isForced || state?.role !== "writer") return state?.term ?? 0;
  throw new Fault(
    "conflict",
    `The writer at ${url} still answers: stop it first, or say --force; two writers diverge until one rejoins.`,
  );
}
