/** A process that is a mirror: first gives its writer what only this one has, then follows, until it is promoted. */
import { randomUUID } from "node:crypto";
import type { Context } from "../actions/context.ts";
import type { Mirror, MirrorState } from "../actions/mirror.ts";
import { beginTerm } from "../actions/promotions.ts";
import { Fault } from "../model/fault.ts";
import { ensureAdminToken, ownToken } from "./admin-token.ts";
import type { Log } from "./log.ts";
import type { LogSource } from "./log-source.ts";
import { MirrorFollower } from "./mirror-follower.ts";
import { giveOwn } from "./mirror-rejoin.ts";
import { type MirrorFile, readMirrorFile, writeMirrorFile } from "./mirror-state.ts";
import { type Hosted, termOfWriter, WriterProcess } from "./writer-process.ts";

export type MirrorOf = LogSource;

export class MirrorProcess implements Mirror {
  readonly #source: LogSource;
  readonly #host: Hosted;
  readonly #data: string;
  readonly #log: Log;
  readonly #now: () => Date;
  #ctx: Context | undefined;
  #follower: MirrorFollower | undefined;
  #isWriter = false;
  #owner: string | undefined;
  /** Since it was promoted. */
  #writer: WriterProcess | undefined;

  constructor(source: LogSource, host: Hosted, log: Log, now: () => Date) {
    this.#source = source;
    this.#host = host;
    this.#data = host.data;
    this.#log = log;
    this.#now = now;
  }

  /** Throws a Fault where the two histories have nothing to do with each other. */
  async start(ctx: Context): Promise<void> {
    this.#ctx = ctx;
    this.#owner = ctx.sha256(await ownToken(ctx, this.#data));
    const before = readMirrorFile(this.#data);
    const isSame = before?.role === "mirror" && before.from === this.#source.url;
    const file: MirrorFile = isSame ? before : { role: "mirror", from: this.#source.url };
    if (!isSame) {
      const given = await giveOwn(ctx, this.#source);
      if (given) this.#log.info({ ...given }, "gave the writer what only this host had");
      await writeMirrorFile(this.#data, file);
    }
    this.#follower = new MirrorFollower(ctx, this.#log, this.#data, this.#source, file);
    this.#follower.start();
  }

  async stop(): Promise<void> {
    await this.#follower?.end();
    await this.#writer?.stop();
  }

  state(): MirrorState {
    if (this.#writer) return this.#writer.state();
    if (this.#isWriter) return { role: "writer" };
    return this.#follower?.state(this.#now()) ?? { role: "mirror", from: this.#source.url, lagSeconds: null };
  }

  get owner(): string | undefined {
    return this.#isWriter ? undefined : this.#owner;
  }

  async promote(isForced: boolean): Promise<void> {
    if (this.#writer) return await this.#writer.promote(isForced);
    const [ctx, follower] = [this.#ctx, this.#follower];
    if (!ctx || !follower) throw new Fault("unavailable", "The mirror is starting; try again in a moment.");
    const beyond = await termOfWriter(this.#source.url, isForced);
    await follower.end();
    const [promotedAt, promotion] = [this.#now().toISOString(), randomUUID()];
    await writeMirrorFile(this.#data, { ...follower.file, role: "writer", promotedAt, promotion });
    this.#isWriter = true;
    try {
      await beginTerm(ctx, promotion, beyond);
      await ensureAdminToken(ctx, this.#data, this.#log, true);
    } catch (error) {
      this.#isWriter = false; // asked again, all of it is done again
      throw error;
    }
    const writer = new WriterProcess(this.#host, this.#log); // gives way in turn, when another host is promoted
    await writer.start(ctx);
    this.#writer = writer;
    this.#log.info({ from: this.#source.url }, "takes the writes from now on");
  }
}
