/** Where a page's time goes: into the store, into drawing, or neither; and the statements behind it, to be asked bare. */
import { performance } from "node:perf_hooks";
import type { ClickHouseClient } from "@clickhouse/client";
import { drawing } from "../src/render/drawn-svg.ts";
import { ClickHouseAnalyses } from "../src/store/analysis-store.ts";
import { ClickHouseStore } from "../src/store/clickhouse-store.ts";
import { ClickHouseLedger } from "../src/store/ledger-store.ts";
import { ClickHouseWork } from "../src/store/work-store.ts";

type Ask = Parameters<ClickHouseClient["query"]>[0];

/** Milliseconds of one answer. */
export interface Parts {
  readonly total: number;
  /**
   * Waiting for the store: a question was open, and this process had nothing else to do. What it computed meanwhile, or
   * while an answer lay ready, is no time of the store's.
   */
  readonly waiting: number;
  /** While any question was open, whatever else was done meanwhile. */
  readonly open: number;
  readonly drawing: number;
  readonly pictures: number;
  /** Statements, those that were asked together in one group. */
  readonly asked: readonly (readonly Ask[])[];
}

/** Milliseconds in which the event loop had nothing to do, since the process began. */
const idle = (): number => performance.eventLoopUtilization().idle;

/** The time in which at least one of several things is under way. */
class Span {
  milliseconds = 0;
  /** Of these, with nothing else to do. */
  waiting = 0;
  #open = 0;
  #since = 0;
  #idle = 0;

  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#open++ === 0) [this.#since, this.#idle] = [performance.now(), idle()];
    try {
      return await work();
    } finally {
      if (--this.#open === 0) {
        this.milliseconds += performance.now() - this.#since;
        this.waiting += idle() - this.#idle;
      }
    }
  }

  get isIdle(): boolean {
    return this.#open === 0;
  }
}

const store = new Span();
const engine = new Span();
let asked: Ask[][] = [];

/** What is no question: a verdict that is new is written down. */
const WRITING = new Set(["constructor", "append", "writeRun", "keep", "migrate", "close"]);

/** Once, before a service is opened: every method of the store and every statement of any client is seen. */
export function watch(client: ClickHouseClient): void {
  for (const { prototype } of [ClickHouseStore, ClickHouseAnalyses, ClickHouseWork, ClickHouseLedger]) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (WRITING.has(name) || typeof value !== "function") continue;
      Object.defineProperty(prototype, name, {
        value(this: unknown, ...given: unknown[]) {
          const answer = value.apply(this, given);
          return answer instanceof Promise ? store.during(() => answer) : answer;
        },
      });
    }
  }
  watchClient(ownerOf(client, "query"));
}

/** The prototype that has the method. */
function ownerOf(one: object, method: string): object {
  const prototype = Object.getPrototypeOf(one) as object;
  return Object.hasOwn(prototype, method) ? prototype : ownerOf(prototype, method);
}

function watchClient(prototype: object): void {
  const plain = Reflect.get(prototype, "query") as (ask: Ask) => Promise<unknown>;
  Reflect.set(prototype, "query", function (this: unknown, ask: Ask) {
    if (engine.isIdle) asked.push([]);
    asked.at(-1)?.push(ask);
    return engine.during(() => plain.call(this, ask));
  });
}

export async function partsOf(answer: () => Promise<unknown>): Promise<Parts> {
  const before = { open: store.milliseconds, waiting: store.waiting, ...drawing };
  asked = [];
  const begin = performance.now();
  await answer();
  const total = performance.now() - begin;
  const seen = asked;
  asked = [];
  return {
    total,
    waiting: store.waiting - before.waiting,
    open: store.milliseconds - before.open,
    drawing: drawing.milliseconds - before.milliseconds,
    pictures: drawing.pictures - before.pictures,
    asked: seen,
  };
}

/** The same statements with the same parameters, by the client alone: milliseconds, and those of them spent decoding. */
export async function bare(client: ClickHouseClient, groups: Parts["asked"]): Promise<{ total: number; busy: number }> {
  const [begin, rest] = [performance.now(), idle()];
  for (const group of groups) await Promise.all(group.map(async (ask) => (await client.query(ask)).json()));
  const total = performance.now() - begin;
  return { total, busy: Math.max(0, total - (idle() - rest)) };
}
