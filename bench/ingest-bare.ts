/** The yardstick: the rows that the service writes for a run, inserted by the bare client with nothing around it. */
import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Context } from "../src/actions/context.ts";
import { digestRun } from "../src/actions/digest-run.ts";
import { ingestRun } from "../src/actions/ingest-run.ts";
import { readMigrations } from "../src/entry/node.ts";
import type { RunDocument } from "../src/model/run.ts";
import { Chain } from "../src/store/chain.ts";
import { migrate } from "../src/store/migrate.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { logRows, pointRows, type Rows, runRows } from "../src/store/rows.ts";
import type { RunWrite } from "../src/store/runs.ts";
import { temporaryFolder } from "../test/support/service.ts";
import { documents, MEASUREMENTS } from "./ingest-load.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export interface Bare {
  /** Measurements a second: one insert of each table's rows at a time, as large as the service's flushes were. */
  insertFor(seconds: number): Promise<number>;
  close(): Promise<void>;
}

export async function openBare(rigs: number, runsPerInsert: number): Promise<Bare> {
  const data = temporaryFolder();
  const client = await openEmbedded(data, "tarnish");
  await migrate(client, readMigrations(), sha256);
  const runs = await prepared(rigs);
  const chain = new Chain("1", { sha256, newId: randomUUID });
  const batchOfNew = () =>
    Array.from({ length: runsPerInsert }, (_, at) => renewed(runs[at % runs.length] as RunWrite));
  return {
    async insertFor(seconds) {
      let inserts = 0;
      let busy = 0;
      for (; busy < seconds * 1000; inserts++) {
        const tables = rowsOf(batchOfNew(), chain);
        const start = performance.now();
        await Promise.all(tables.map((rows) => insert(client, rows)));
        busy += performance.now() - start;
      }
      return (inserts * runsPerInsert * MEASUREMENTS * 1000) / busy;
    },
    async close() {
      await client.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const insert = (client: ClickHouseClient, { table, columns, values }: Rows) =>
  values.length > 0 && client.insert({ table, columns, values, format: "JSONCompactEachRow" });

function rowsOf(batch: readonly RunWrite[], chain: Chain): Rows[] {
  const chained = chain.extend(batch.map(({ event }) => event));
  const placed = batch.map((run, index) => ({
    ...run,
    chain: chain.id,
    sequence: chained[index]?.sequence ?? 0,
    acceptedAt: run.event.at,
  }));
  return [...logRows(chained), pointRows(placed), runRows(placed)];
}

export function renewed(run: RunWrite): RunWrite {
  const id = randomUUID();
  return { ...run, event: { ...run.event, key: id }, facts: { ...run.facts, run: id } };
}

/** What the service would hand to its storage, taken from the action itself. */
export async function prepared(rigs: number): Promise<RunWrite[]> {
  const writes: RunWrite[] = [];
  const nothing = { changesets: new Map(), series: new Map(), rigs: new Map() };
  const ctx = {
    store: {
      append: async () => {},
      writeRun: async (write: RunWrite) => {
        writes.push(write);
        return "stored";
      },
    },
    known: {
      changesets: async () => nothing.changesets,
      series: async () => nothing.series,
      rigs: async () => nothing.rigs,
      inTurn: async (act: () => Promise<unknown>) => await act(),
    },
    now: () => new Date(),
    sha256,
  } as unknown as Context;
  for (let rig = 0; rig < rigs; rig++) {
    for (const document of documents(8, `rig-${rig}`)) {
      const caller = { name: "bench", scopes: ["admin"] };
      await ingestRun(ctx, caller, digestRun(JSON.parse(document.toString()) as RunDocument, sha256));
    }
  }
  return writes;
}
