/**
 * Brings queued messages to their targets, each at least once and under the same key. A target that hangs, redirects or
 * fails makes nobody wait but itself: it is tried again ever more rarely, for three days.
 */
import { isGivenUp, retryDelay } from "../gate/retry.ts";
import type { Message, MessageState, Target } from "../model/message.ts";
import { ITSELF } from "./announce-changes.ts";
import type { Context } from "./context.ts";
import { NobodyToTell, type Send, Undelivered } from "./outgoing.ts";
import { record } from "./record.ts";
import { tellGerrit } from "./tell-gerrit.ts";
import { tellGithub } from "./tell-github.ts";
import { tellWebhook } from "./tell-webhook.ts";
import type { VerdictData } from "./verdict-text.ts";

/** A target that is down: tried again not before, in milliseconds since 1970. */
interface Pause {
  readonly failures: number;
  readonly until: number;
}

export class Courier {
  readonly #ctx: Context;
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #send: Send;
  readonly #failed: (error: unknown) => void;
  readonly #pauses = new Map<string, Pause>();
  readonly #busy = new Map<string, Promise<void>>();
  #open = new Map<string, Message>();
  #mark: string | undefined;

  /** `failed` is told what the storage refused; the next turn tries again. */
  constructor(ctx: Context, targets: readonly Target[], send: Send, failed: (error: unknown) => void) {
    this.#ctx = ctx;
    this.#targets = new Map(targets.map((target) => [target.name, target]));
    this.#send = send;
    this.#failed = failed;
  }

  /** Starts what is due, and waits for nothing of it. */
  async turn(): Promise<void> {
    await this.#load();
    for (const [name, target] of this.#targets) {
      if (this.#busy.has(name) || (this.#pauses.get(name)?.until ?? 0) > this.#ctx.now().getTime()) continue;
      const work = this.#deliverAll(target)
        .catch(this.#failed)
        .finally(() => this.#busy.delete(name));
      this.#busy.set(name, work);
    }
    const orphans = [...this.#open.values()].filter(({ target }) => !this.#targets.has(target));
    for (const one of orphans)
      if (this.#isOld(one)) await this.#settle(one, "given_up", "its target is not configured");
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#busy.values());
  }

  async #load(): Promise<void> {
    const mark = await this.#ctx.store.watermark("messages");
    if (mark === this.#mark) return;
    const open = await this.#ctx.store.entitiesInState("message", "waiting");
    this.#open = new Map(open.map(({ key, body }) => [key, body as Message]));
    this.#mark = mark;
  }

  async #deliverAll(target: Target): Promise<void> {
    const held = new Set<string>();
    const queue = [...this.#open.values()].filter((one) => one.target === target.name).sort(byAge);
    for (const message of await this.#withoutOvertaken(target, queue)) {
      const isDue = Date.parse(message.nextAt ?? "") <= this.#ctx.now().getTime();
      if (held.has(message.about) || !isDue) held.add(message.about);
      else if (!(await this.#deliver(target, message))) held.add(message.about);
      if ((this.#pauses.get(target.name)?.until ?? 0) > this.#ctx.now().getTime()) return;
    }
  }

  /** Votes and statuses say how things stand: of several about the same only the newest is true. */
  async #withoutOvertaken(target: Target, queue: readonly Message[]): Promise<readonly Message[]> {
    if (target.kind === "webhook") return queue;
    const newest = new Map(queue.map((message) => [message.about, message]));
    for (const one of queue)
      if (newest.get(one.about) !== one) await this.#settle(one, "dropped", "overtaken by a newer one");
    return [...newest.values()];
  }

  async #deliver(target: Target, message: Message): Promise<boolean> {
    try {
      await this.#tell(target, message);
    } catch (error) {
      if (error instanceof NobodyToTell) await this.#settle(message, "dropped", error.message);
      else if (error instanceof Undelivered) await this.#putOff(target, message, error);
      else throw error;
      return error instanceof NobodyToTell;
    }
    this.#pauses.delete(target.name);
    await this.#settle(message, "delivered", null);
    return true;
  }

  async #tell(target: Target, { id, told, queuedAt }: Message): Promise<void> {
    if (told === null) return;
    const data = told.data as unknown as VerdictData;
    if (target.kind === "webhook") await tellWebhook(target, { id, told, at: this.#ctx.now() }, this.#send);
    else if (target.kind === "gerrit") await tellGerrit(target, { id, data }, this.#send);
    else await tellGithub(target, { data, at: queuedAt }, this.#send);
  }

  async #putOff(target: Target, message: Message, { message: error, isDown, retryAfter }: Undelivered): Promise<void> {
    const now = this.#ctx.now().getTime();
    const attempts = message.attempts + 1;
    if (isDown) {
      const failures = (this.#pauses.get(target.name)?.failures ?? 0) + 1;
      this.#pauses.set(target.name, { failures, until: now + retryDelay(failures, retryAfter) });
    }
    if (this.#isOld(message)) return await this.#settle({ ...message, attempts }, "given_up", error);
    const nextAt = new Date(now + retryDelay(attempts, retryAfter)).toISOString();
    await this.#write({ ...message, attempts, error, nextAt });
  }

  #isOld({ queuedAt }: Message): boolean {
    return isGivenUp(Date.parse(queuedAt), this.#ctx.now().getTime());
  }

  async #settle(message: Message, state: MessageState, error: string | null): Promise<void> {
    const settledAt = this.#ctx.now().toISOString();
    await this.#write({ ...message, state, error, settledAt, nextAt: null, told: null });
  }

  async #write(message: Message): Promise<void> {
    await record(this.#ctx, ITSELF, [{ kind: "message", key: message.id, body: message }]);
    if (message.state === "waiting") this.#open.set(message.id, message);
    else this.#open.delete(message.id);
  }
}

const byAge = (a: Message, b: Message): number =>
  Number(a.queuedAt > b.queuedAt) - Number(a.queuedAt < b.queuedAt) ||
  Number(a.about > b.about) - Number(a.about < b.about) ||
  a.ordinal - b.ordinal;
