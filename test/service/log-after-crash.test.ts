/** A crash leaves events without their claims; the feed goes on without them, and says in the end that they do not count. */
import { createHash, randomInt, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import type { Context } from "../../src/actions/context.ts";
import type { Known } from "../../src/actions/known.ts";
import { type LogLine, readLog } from "../../src/actions/read-log.ts";
import { readMigrations } from "../../src/entry/node.ts";
import { ClickHouseStore } from "../../src/store/clickhouse-store.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { temporaryFolder } from "../support/service.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("attempts that a crash left behind hold nobody else's events back", async () => {
  const folder = temporaryFolder();
  const client = await openEmbedded(folder, "tarnish");
  const store = () => {
    const tools = { sha256, newId: randomUUID, now: () => new Date(), newChainId: () => String(randomInt(2 ** 40)) };
    return new ClickHouseStore(client, readMigrations(), tools, { isAlone: true });
  };
  await store().migrate();
  const token = { kind: "token", key: "t", who: "w", contentHash: "", body: "{}" } as const;
  for (let crash = 0; crash < 20; crash++) {
    const writer = store();
    await writer.append(Array.from({ length: 30 }, () => ({ ...token, at: new Date() })));
    await writer.append([{ ...token, kind: "run", body: '{"rig":"r"}', at: new Date() }]); // an event without its claim
  }
  const known = { rigs: async () => new Map() } as unknown as Known;
  const ctx = { store: store(), known, now: () => new Date(), sha256 } as unknown as Context;
  const read = async (at: Context) => {
    const lines: LogLine[] = [];
    for await (const line of readLog(at, { name: "a", scopes: ["admin"] })) lines.push(JSON.parse(line) as LogLine);
    return lines.filter((line) => !("cursor" in line));
  };
  expect(await read(ctx)).toHaveLength(600);
  const later = await read({ ...ctx, now: () => new Date(Date.now() + 3_600_000) });
  expect(later).toHaveLength(620);
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});
