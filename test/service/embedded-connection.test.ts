/** The pool of the embedded engine's sessions: whoever asks is answered, or told why not. */
import { createRequire } from "node:module";
import { createClient } from "@clickhouse/client";
import { expect, test } from "vitest";
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
