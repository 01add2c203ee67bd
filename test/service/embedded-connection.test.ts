/** The pool of the embedded engine's sessions: whoever asks is answered, or told why not. */
import { createRequire } from "node:module";
import { type ClickHouseClient, type ClickHouseSettings, createClient } from "@clickhouse/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EmbeddedConnection } from "../../src/store/embedded-connection.ts";
import { temporaryFolder } from "../support/service.ts";

const chdb = createRequire(import.meta.url)("chdb") as { Session: unknown };

test("where the engine opens no session, everybody who asks is told so, and who asks later is answered", async () => {
  const client = createClient({ connection: new EmbeddedConnection({ path: temporaryFolder(), size: 2 }) });
  const ask = async () => (await client.query({ query: "SELECT 1 AS one", format: "JSONEachRow" })).json();
  const { Session } = chdb;
  chdb.Session = class {
    constructor() {
      throw new Error("No space left on device");
    }
  };
  try {
    const asked = await Promise.allSettled(Array.from({ length: 5 }, ask));
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => "rejected"));
  } finally {
    chdb.Session = Session;
  }
  expect(await Promise.all(Array.from({ length: 5 }, ask))).toEqual(Array.from({ length: 5 }, () => [{ one: 1 }]));
  await client.close();
});

describe("sessions are used again", () => {
  const opened: unknown[] = [];
  const { Session } = chdb;
  let client: ClickHouseClient;
  beforeEach(() => {
    opened.length = 0;
    chdb.Session = class extends (Session as new (...args: unknown[]) => object) {
      constructor(...args: unknown[]) {
        super(...args);
        opened.push(this);
      }
    };
    client = createClient({ connection: new EmbeddedConnection({ path: temporaryFolder(), size: 2 }) });
  });
  afterEach(async () => {
    chdb.Session = Session;
    await client.close();
  });
  const ask = async (query: string, query_params?: Record<string, unknown>, clickhouse_settings?: ClickHouseSettings) =>
    await (
      await client.query({
        query,
        format: "JSONEachRow",
        ...(query_params && { query_params }),
        ...(clickhouse_settings && { clickhouse_settings }),
      })
    ).json();

  test("by calls that set the same anew: each has its own values", async () => {
    const before = opened.length;
    for (let turn = 0; turn < 20; turn++) {
      const limit = turn + 1;
      const rows = await ask(
        "SELECT {x: UInt32} AS x, toUInt32(getSetting('max_result_rows')) AS most",
        { x: turn },
        { max_result_rows: String(limit) },
      );
      expect(rows).toEqual([{ x: turn, most: limit }]);
    }
    expect(opened.length - before).toBe(1);
  });

  test("and by no others: neither a setting nor a parameter of one call is seen by another, at once or later", async () => {
    const most = "SELECT toUInt32(getSetting('max_result_rows')) AS most";
    expect(await ask(most, undefined, { max_result_rows: "7" })).toEqual([{ most: 7 }]);
    expect(await ask(most)).toEqual([{ most: 0 }]);
    expect(await ask("SELECT {x: UInt32} AS x", { x: 1 })).toEqual([{ x: 1 }]);
    await expect(ask("SELECT {x: UInt32} AS x")).rejects.toThrow(/x.* is not set/);
    await expect(ask("SELECT {x: UInt32} AS x", { y: 1 })).rejects.toThrow(/x.* is not set/);
    const at = async (x: number) => await ask("SELECT {x: UInt32} AS x, sleep(0.01)", { x });
    const all = await Promise.all(Array.from({ length: 12 }, (_, x) => at(x)));
    expect(all.map(([row]) => (row as { x: number }).x)).toEqual(Array.from({ length: 12 }, (_, x) => x));
  });

  test("not after a failure, and not with parameters that are large", async () => {
    const fill = async (x: string) => await ask("SELECT length({x: String}) AS length", { x });
    await fill("a");
    const before = opened.length;
    await expect(ask("SELECT throwIf({x: String} = 'a')", { x: "a" })).rejects.toThrow();
    await fill("a");
    expect(opened.length - before).toBe(1);
    await fill("a".repeat(100_000));
    await fill("a");
    expect(opened.length - before).toBe(2);
  });

  test("by no insert after a call that set anything: what came for that call alone would change what is stored", async () => {
    await client.command({ query: "CREATE TABLE IF NOT EXISTS strict (x UInt32) ENGINE = MergeTree ORDER BY x" });
    const insert = async () =>
      await client.insert({ table: "strict", values: [{ x: 1, unknown: 2 }], format: "JSONEachRow" });
    await insert();
    const all = Array.from({ length: 4 }, (_, x) =>
      ask("SELECT {x: UInt32} AS x, sleep(0.05)", { x }, { input_format_skip_unknown_fields: 0 }),
    );
    await Promise.all(all);
    await Promise.all(Array.from({ length: 4 }, insert));
    expect(await ask("SELECT count() AS n FROM strict")).toEqual([{ n: 5 }]);
  });

  test("those of an insert by every call that sets nothing: it leaves them as they were", async () => {
    await client.command({ query: "CREATE TABLE IF NOT EXISTS kept (x UInt32) ENGINE = MergeTree ORDER BY x" });
    const before = opened.length;
    for (const x of [1, 2, 3]) {
      const clickhouse_settings = { insert_deduplication_token: String(x), max_insert_threads: "1" };
      await client.insert({ table: "kept", values: [{ x }], format: "JSONEachRow", clickhouse_settings });
      expect(await ask("SELECT getSetting('insert_deduplication_token') AS token, count() AS n FROM kept")).toEqual([
        { token: "", n: x },
      ]);
    }
    expect(opened.length - before).toBe(0);
  });
});
