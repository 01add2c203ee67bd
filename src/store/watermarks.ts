/** Has anything arrived? One figure a kind, the key of everything derived from it. */
import type { ClickHouseClient } from "@clickhouse/client";
import type { Watched } from "./event-kinds.ts";
import { GroupCommit } from "./group-commit.ts";
import { watermarks } from "./queries.ts";
import { ask } from "./query.ts";

export interface Watermarks {
  of(kind: Watched): Promise<string>;
  /** Told after each durable write of this process. */
  wrote(kind: Watched): void;
  /** Around a write. Until it has ended nobody knows whether it is in the tables: what is read meanwhile is read again. */
  during<T>(kinds: ReadonlySet<Watched>, write: () => Promise<T>): Promise<T>;
}

/** One writer holds the database: what this process did not write did not happen. */
export class AloneWatermarks implements Watermarks {
  readonly #writes = new Map<Watched, number>();
  readonly #underWay = new Set<ReadonlySet<Watched>>();
  #looks = 0;

  async of(kind: Watched): Promise<string> {
    const writes = String(this.#writes.get(kind) ?? 0);
    const isUnderWay = [...this.#underWay].some((kinds) => kinds.has(kind));
    return isUnderWay ? `${writes} ${++this.#looks}` : writes; // another one for everybody who asks
  }

  wrote(kind: Watched): void {
    this.#writes.set(kind, (this.#writes.get(kind) ?? 0) + 1);
  }

  async during<T>(kinds: ReadonlySet<Watched>, write: () => Promise<T>): Promise<T> {
    const own = new Set(kinds); // another one for each write, whoever shares the kinds
    this.#underWay.add(own);
    try {
      return await write();
    } finally {
      for (const kind of own) this.wrote(kind); // also where it failed: some of it may be in the tables
      this.#underWay.delete(own);
    }
  }
}

/** Others write, too: the tables are asked, once for all who ask meanwhile. An answer is never older than its question. */
export class SharedWatermarks implements Watermarks {
  readonly #asking: GroupCommit<Watched, string>;

  constructor(client: ClickHouseClient) {
    this.#asking = new GroupCommit(
      async (kinds) => {
        const [row] = await ask(client, watermarks, {});
        return kinds.map((kind) => row?.[kind] ?? "");
      },
      () => 1,
      { batch: 10_000, batchWeight: 10_000, queue: 10_000, queueWeight: 10_000 },
    );
  }

  async of(kind: Watched): Promise<string> {
    return await this.#asking.add(kind);
  }

  wrote(): void {}

  async during<T>(_kinds: ReadonlySet<Watched>, write: () => Promise<T>): Promise<T> {
    return await write();
  }
}
