/**
 * What a copy costs, and is it the same? Runs of 100 measurements, verdicts, landings, orders and the rest are exported,
 * given to an empty service, and every table and every verdict compared. `-- RUNS`: 10,000, a million measurements.
 */
import { copyFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { loadavg } from "node:os";
import { join } from "node:path";
import { canonical } from "../src/actions/canonical.ts";
import { exportHistory } from "../src/entry/export-writer.ts";
import { importHistory } from "../src/entry/import.ts";
import { ensureLogKey } from "../src/entry/log-key.ts";
import { openEmbedded } from "../src/store/open-embedded.ts";
import { documents as measuredRuns, nightsFrom } from "../test/support/measured.ts";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { documents, MEASUREMENTS } from "./ingest-load.ts";
import { say } from "./say.ts";

/** Every table but the journal of migrations; the empty service has a token of its own, and verdicts that it drew itself. */
const OWN = "('token', 'token-use', 'session')";
const TABLES = [
  `events WHERE kind NOT IN ${OWN}`,
  `entities FINAL WHERE kind NOT IN ${OWN}`,
  "changesets FINAL",
  "run_events",
  "runs",
  "points",
  "series",
  "leases",
  "hidden_events",
];
/** Changesets that are judged on both sides. */
const JUDGED = 12;

export async function run(): Promise<void> {
  const runs = Number(process.argv[3] ?? 10_000);
  const measurements = runs * MEASUREMENTS;
  const [from, to, folder] = [temporaryFolder(), temporaryFolder(), join(temporaryFolder(), "history")];
  const writer = await serviceProcess(from);
  await post(writer, documents(runs));
  const shas = await others(writer);
  const verdicts = await verdictsOf(writer, shas);
  const source = { url: writer.url, token: writer.token };
  const signer = await ensureLogKey(from);
  const ask = { folder, source, slice: {}, signer, progress: () => {} };
  const { seconds, value: manifest } = await timed(() => exportHistory(ask));
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  say("export.throughput", measurements / seconds, "measurements/s", { measurements, seconds, load: loadavg()[0] });
  say("export.parquet", bytes / measurements, "bytes/measurement");
  say("export.gzip_ndjson", (await gzipBytes(writer.url)) / measurements, "bytes/measurement");
  copyFileSync(join(from, "admin.token"), join(to, "admin.token"));
  const empty = await serviceProcess(to);
  const given = await timed(() => importHistory(folder, { url: empty.url, token: empty.token }));
  say("import.throughput", measurements / given.seconds, "measurements/s", {
    seconds: given.seconds,
    load: loadavg()[0],
  });
  const again = await verdictsOf(empty, shas);
  const other = shas.filter((sha) => verdicts.get(sha) !== again.get(sha));
  say("export.verdicts_that_differ", other.length, "verdicts", { of: shas.length, differing: other, target: 0 });
  await Promise.all([writer.stop(), empty.stop()]);
  const [one, two] = [await hashes(from), await hashes(to)];
  const differing = TABLES.filter((_, at) => one[at]?.hash !== two[at]?.hash || one[at]?.rows !== two[at]?.rows);
  const rows = Object.fromEntries(TABLES.map((table, at) => [table.split(" ")[0], Number(one[at]?.rows)]));
  say("export.tables_that_differ", differing.length, "tables", { differing, rows, target: 0 });
  for (const used of [from, to, folder]) rmSync(used, { recursive: true, force: true });
}

/** Something of each kind that is no run of the load; shas that have a verdict. */
async function others(service: ServiceProcess): Promise<string[]> {
  const put = async (path: string, body: unknown) => {
    const { status } = await service.call("PUT", path, body);
    if (status !== 200 && status !== 201) throw new Error(`PUT ${path} was answered with ${status}`);
  };
  await put("/v1/rigs/private-1", { vendor: "acme", visibility: "private", publicFrom: "2031-01-01T00:00:00Z" });
  const shas = Array.from({ length: JUDGED }, (_, index) => `${index}`.padStart(40, "c"));
  for (const [index, sha] of shas.entries()) {
    const parent = shas[index - 1];
    await put("/v1/changesets", { sha, branch: "master", ...(parent && { parent }), ticket: `LU-${index}` });
    await put(`/v1/landings/LU-${index}`, { kind: "fix" });
    await put(`/v1/tickets/LU-${index}`, { title: `change ${index}`, status: "Open" });
  }
  await put("/v1/releases/1.0.0", { sha: shas[JUDGED / 2] });
  const level = (index: number) => (index < JUDGED / 2 ? 1000 : 900);
  const nights = (index: number) => nightsFrom(index === 0 ? "2026-03-01" : "2026-04-01", index === 0 ? 6 : 3);
  const measured = shas.flatMap((sha, index) =>
    measuredRuns(1000 + index, { changeset: { sha }, nights: nights(index), series: [{ level: level(index) }] }),
  );
  await post(service, measured.map((document) => Buffer.from(JSON.stringify(document))).values());
  const order = { rig: "lab", suite: "nightly", sha: shas.at(-1), why: "to be held by a rig" };
  const { body } = await service.call("POST", "/v1/work", order);
  const lease = { lease: "0198c1f2-8a70-4cc1-9e2e-6f0d3c1b2a11", seconds: 3600 };
  const { status } = await service.call("POST", `/v1/work/${body.id ?? body.order?.id}/lease`, lease);
  if (status !== 200) throw new Error(`the lease was answered with ${status}`);
  return shas;
}

/** As the service answers them, but for the time that is left. */
async function verdictsOf(service: ServiceProcess, shas: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const sha of shas) {
    const { status, body } = await service.call("GET", `/v1/changesets/${sha}/verdict`);
    if (status !== 200) throw new Error(`the verdict of ${sha} was answered with ${status}`);
    const { eta: _, ...verdict } = body;
    found.set(sha, canonical(verdict));
  }
  return found;
}

async function timed<T>(act: () => Promise<T>): Promise<{ readonly seconds: number; readonly value: T }> {
  const start = performance.now();
  const value = await act();
  return { seconds: (performance.now() - start) / 1000, value };
}

async function post(service: ServiceProcess, all: IterableIterator<Buffer>): Promise<void> {
  const headers = { authorization: `Bearer ${service.token}`, "content-type": "application/x-ndjson" };
  const body = new ReadableStream({
    pull(out) {
      const { done, value } = all.next();
      if (done) out.close();
      else out.enqueue(Buffer.concat([value, Buffer.from("\n")]));
    },
  });
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  const answers = (await (await fetch(`${service.url}/v1/runs`, init)).text()).trim().split("\n");
  const refused = answers.find((line) => (JSON.parse(line) as { status: number }).status !== 201);
  if (refused) throw new Error(`a run was refused: ${refused}`);
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

/** Of each table how many rows there are, and one hash over all of them. */
async function hashes(data: string): Promise<{ readonly rows: string; readonly hash: string }[]> {
  const client = await openEmbedded(data, "tarnish");
  const found: { readonly rows: string; readonly hash: string }[] = [];
  for (const table of TABLES) {
    const query = `SELECT toString(count()) AS rows, toString(sum(cityHash64(toString(tuple(*))))) AS hash FROM ${table}`;
    const [row] = await (await client.query({ query, format: "JSONEachRow" })).json<(typeof found)[number]>();
    if (row) found.push(row);
  }
  await client.close();
  return found;
}
