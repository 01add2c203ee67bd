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
}

/** One writer holds the database: what this process did not write did not happen. */
export class AloneWatermarks implements Watermarks {
  readonly #writes: Record<Watched, number> = {
    runs: 0,
    series: 0,
    changesets: 0,
    entities: 0,
    verdicts: 0,
    triage: 0,
    work: 0,
    messages: 0,
  };

  async of(kind: Watched): Promise<string> {
    return String(this.#writes[kind]);
  }

  wrote(kind: Watched): void {
    this.#writes[kind]++;
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
}
