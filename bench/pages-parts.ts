/** Where a page's time goes: into the store, into drawing, or neither; and the statements behind it, to be asked bare. */
import { AsyncLocalStorage, createHook } from "node:async_hooks";
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
  /** What the store itself computed: statements, answers parsed and checked, columns becoming rows. */
  readonly decoding: number;
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

/** The milliseconds that this process computes on behalf of some work, and of nothing that it returns to. */
class Computing {
  milliseconds = 0;
  readonly #inside = new AsyncLocalStorage<true>();
  /** Begun, the outermost first; NaN: on behalf of others. */
  readonly #slices: number[] = [];
  readonly #hook = createHook({
    before: () => void this.#slices.push(this.#inside.getStore() ? performance.now() : Number.NaN),
    after: () => this.#add(this.#slices.pop()),
  });

  /** Only while it is watched: telling slices apart costs every promise something. */
  watch(): void {
    this.#slices.length = 0;
    this.#hook.enable();
  }

  rest(): void {
    this.#hook.disable();
  }

  during<T>(work: () => T): T {
    if (this.#inside.getStore()) return work();
    const begin = performance.now();
    try {
      return this.#inside.run(true, work);
    } finally {
      this.#add(begin);
    }
  }

  #add(begin = Number.NaN): void {
    if (!Number.isNaN(begin)) this.milliseconds += performance.now() - begin;
  }
}

const store = new Span();
const computing = new Computing();
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
          const answer = computing.during(() => value.apply(this, given));
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
  const before = { open: store.milliseconds, waiting: store.waiting, decoding: computing.milliseconds, ...drawing };
  asked = [];
  computing.watch();
  const begin = performance.now();
  await answer();
  const total = performance.now() - begin;
  computing.rest();
  const seen = asked;
  asked = [];
  return {
    total,
    waiting: store.waiting - before.waiting,
    decoding: computing.milliseconds - before.decoding,
    open: store.milliseconds - before.open,
    drawing: drawing.milliseconds - before.milliseconds,
    pictures: drawing.pictures - before.pictures,
    asked: seen,
  };
}

/** The same statements with the same parameters, by the client alone: milliseconds. */
export async function bare(client: ClickHouseClient, groups: Parts["asked"]): Promise<number> {
  const begin = performance.now();
  for (const group of groups) await Promise.all(group.map(async (ask) => (await client.query(ask)).json()));
  return performance.now() - begin;
}
