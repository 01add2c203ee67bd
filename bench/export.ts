/** What a copy costs: export, import into an empty service, and do both say the same? `-- RUNS` of 100 measurements. */
import { copyFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { exportHistory } from "../src/entry/export-writer.ts";
import { importHistory } from "../src/entry/import.ts";
import { ensureLogKey } from "../src/entry/log-key.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { documents, MEASUREMENTS } from "./ingest-load.ts";
import { say } from "./say.ts";

const TABLES = ["runs", "points", "series", "changesets FINAL", "events WHERE kind NOT IN ('token', 'token-use')"];

export async function run(): Promise<void> {
  const runs = Number(process.argv[3] ?? 10_000);
  const measurements = runs * MEASUREMENTS;
  const [from, to, folder] = [temporaryFolder(), temporaryFolder(), join(temporaryFolder(), "history")];
  const writer = await serviceProcess(from);
  await post(writer, runs);
  const source = { url: writer.url, token: writer.token };
  const signer = await ensureLogKey(from);
  const ask = { folder, source, slice: {}, signer, progress: () => {} };
  const { seconds, value: manifest } = await timed(() => exportHistory(ask));
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  say("export.throughput", measurements / seconds, "measurements/s", { measurements, seconds });
  say("export.parquet", bytes / measurements, "bytes/measurement");
  say("export.gzip_ndjson", (await gzipBytes(writer.url)) / measurements, "bytes/measurement");
  copyFileSync(join(from, "admin.token"), join(to, "admin.token"));
  const empty = await serviceProcess(to);
  const given = await timed(() => importHistory(folder, { url: empty.url, token: empty.token }));
  say("import.throughput", measurements / given.seconds, "measurements/s", { seconds: given.seconds });
  await Promise.all([writer.stop(), empty.stop()]);
  const [one, other] = [await hashes(from), await hashes(to)];
  const differing = TABLES.filter((_, at) => one[at] !== other[at]);
  say("export.tables_that_differ", differing.length, "tables", { differing, target: 0 });
  for (const used of [from, to, folder]) rmSync(used, { recursive: true, force: true });
}

async function timed<T>(act: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const start = performance.now();
  const value = await act();
  return { seconds: (performance.now() - start) / 1000, value };
}

async function post(service: ServiceProcess, runs: number): Promise<void> {
  const headers = { authorization: `Bearer ${service.token}`, "content-type": "application/x-ndjson" };
  const all = documents(runs);
  const body = new ReadableStream({
    pull(out) {
      const { done, value } = all.next();
      if (done) out.close();
      else out.enqueue(Buffer.concat([value, Buffer.from("\n")]));
    },
  });
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  await (await fetch(`${service.url}/v1/runs`, init)).text();
}

function gzipBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(`${url}/v1/log`, { headers: { "accept-encoding": "gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (piece: Buffer) => (bytes += piece.length));
      answer.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}

/** Of each table one hash over all of its rows. */
async function hashes(data: string): Promise<string[]> {
  const client = await openEmbedded(data, "tarnish");
  const found: string[] = [];
  for (const table of TABLES) {
    const query = `SELECT count() AS n, groupBitXor(cityHash64(toString(tuple(*)))) AS hash FROM ${table}`;
    found.push(JSON.stringify(await (await client.query({ query, format: "JSONEachRow" })).json()));
  }
  await client.close();
  return found;
}
