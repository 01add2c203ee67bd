/** What is exported is readable, whole, and a history again; what was done to it since is named. */
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportHistory } from "../../src/entry/export-writer.ts";
import { ensureLogKey } from "../../src/entry/log-key.ts";
import { describeFile, EXPORT_SCHEMA, type Manifest, readManifest, writeManifest } from "../../src/entry/manifest.ts";
import { openParquetEngine, type ParquetTable } from "../../src/entry/parquet-engine.ts";
import { sha256 } from "../../src/entry/sha256.ts";
import { verifyExport } from "../../src/entry/verify-export.ts";
import { Chain, eventHash, eventSeal } from "../../src/store/chain.ts";
import { newSigningKey, openSigner } from "../../src/store/checkpoint.ts";
import { openEmbedded } from "../../src/store/open-embedded.ts";
import { tarnish } from "../support/cli.ts";
import { documents, nightsFrom, post } from "../support/measured.ts";
import { run, uuids } from "../support/runs.ts";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../support/service.ts";
import { smallDisk } from "../support/small-disk.ts";

const id = uuids(707);
const folders = { a: temporaryFolder(), b: temporaryFolder(), work: temporaryFolder() };
const whole = join(folders.work, "whole");
let a: ServiceProcess;

const cli = (service: ServiceProcess, ...args: string[]) =>
  tarnish(args, { TARNISH_URL: service.url, TARNISH_DATA: service.data, TARNISH_TOKEN: service.token });

beforeAll(async () => {
  a = await serviceProcess(folders.a);
  await a.call("PUT", "/v1/rigs/secret-7", { vendor: "acme", visibility: "private" });
  await post(a, [
    ...documents(1, { changeset: { sha: "base" }, nights: nightsFrom("2026-03-01", 6) }),
    ...documents(2, {
      changeset: { sha: "slow", parent: "base" },
      nights: nightsFrom("2026-04-01", 3),
      series: [{ level: 800 }],
    }),
    run({ id: id(), sha: "hidden", rig: "secret-7" }),
  ]);
  expect((await a.call("GET", "/v1/changesets/slow/verdict")).body).toMatchObject({ verdict: "fail" });
  expect(await cli(a, "export", whole)).toMatchObject({ code: 0, out: expect.stringContaining("signed by") });
}, 300_000);
afterAll(async () => {
  await a?.stop();
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
});

test("an export is whole, its verdicts come out again, and saying the command again changes nothing", async () => {
  const before = readFileSync(join(whole, "manifest.json"), "utf8");
  const verified = await cli(a, "verify", whole, "--json");
  expect({ ...JSON.parse(verified.out), code: verified.code }).toMatchObject({
    code: 0,
    faults: [],
    runs: 19,
    verdicts: { equal: 1 },
  });
  expect(await cli(a, "export", whole)).toMatchObject({ code: 0 });
  const files = ({ files }: Manifest) => files.map(({ sha256 }) => sha256);
  expect(files(readManifest(whole) as Manifest)).toEqual(files(JSON.parse(before)));
}, 300_000);

describe("what was done to an export is named", () => {
  /** A copy, changed; `forge` also makes the manifest say what the files are now, without the key to sign it. */
  async function tampered(
    name: string,
    change: (folder: string) => Promise<void> | void,
    forge = false,
  ): Promise<string> {
    const folder = join(folders.work, name);
    cpSync(whole, folder, { recursive: true });
    await change(folder);
    if (forge) {
      const manifest = readManifest(folder) as Manifest;
      const files = await Promise.all(
        manifest.files.map(async (one) => ({ ...one, ...(await describeFile(folder, one.file)) })),
      );
      writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...manifest, files }));
    }
    const { faults } = await verifyExport(folder, { verdicts: 0 });
    expect(faults).not.toEqual([]);
    return faults.join("\n");
  }

  type Event = Record<string, unknown> & { kind: string; sequence: string };
  async function rewritten(
    folder: string,
    change: (rows: Event[]) => Event[],
    table: ParquetTable = "events",
  ): Promise<void> {
    const engine = await openParquetEngine();
    const file = join(folder, `${table}-000001.parquet`);
    const rows = change(await engine.read<Event>(file, table === "series" ? "series" : "chain, sequence"));
    const columns = Object.keys(rows[0] ?? {}) as [string];
    await engine.write(file, { table, columns, values: rows.map((row) => columns.map((name) => row[name])) });
    await engine.close();
  }

  test("one byte of a file", async () => {
    const out = await tampered("byte", (folder) => {
      const file = join(folder, "points-000001.parquet");
      const bytes = readFileSync(file);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    });
    expect(out).toContain("points-000001.parquet was changed");
  }, 300_000);

  test("an event that is gone, though the manifest was made to fit", async () => {
    const out = await tampered("gone", (folder) => rewritten(folder, (rows) => rows.filter((_, at) => at !== 9)), true);
    expect(out).toMatch(/manifest.json has a forged signature/);
    expect(out).toMatch(/event 11 of chain \d+ follows event 9: 1 are missing/);
  }, 300_000);

  test("two events in another order", async () => {
    const swap = (rows: Event[]) =>
      rows.map((row, at) => ({ ...row, sequence: rows[{ 9: 10, 10: 9 }[at] ?? at]?.sequence ?? "" }));
    const out = await tampered("order", (folder) => rewritten(folder, swap), true);
    expect(out).toMatch(/event \d+ of chain \d+ (starts link|names other hashes|follows|does not continue)/);
  }, 300_000);

  test("a figure of a run's document", async () => {
    const change = (rows: Event[]) =>
      rows.map((row) =>
        row.kind === "run" ? { ...row, body: String(row["body"]).replace(/"values":\[\d/, '"values":[9') } : row,
      );
    const out = await tampered("figure", (folder) => rewritten(folder, change), true);
    expect(out).toMatch(/has other content than its hash says/);
    expect(out).toMatch(/points say of series \d+ of event \d+ of chain \d+ other things than its document/);
  }, 300_000);

  test("whether a run counts: in its event, in the file of runs, or by leaving it out of that", async () => {
    const excluded = (rows: Event[]) => rows.map((row, at) => ({ ...row, excluded: at === 3 ? "incomplete" : "" }));
    const event = await tampered("excluded", (folder) => rewritten(folder, excluded), true);
    expect(event).toMatch(/event \d+ of chain \d+ starts link \d+/);
    const row = await tampered("excluded-run", (folder) => rewritten(folder, excluded, "runs"), true);
    expect(row).toMatch(/runs say of event \d+ of chain \d+ other things than its document/);
    const drop = (rows: Event[]) => rows.slice(1);
    const gone = await tampered("uncounted", (folder) => rewritten(folder, drop, "runs"), true);
    expect(gone).toMatch(/event \d+ of chain \d+ is said not to count, which nobody signed/);
  }, 300_000);

  test("what a series is", async () => {
    const change = (rows: Event[]) => rows.map((row) => ({ ...row, better: "lower" }));
    const out = await tampered("series", (folder) => rewritten(folder, change, "series"), true);
    expect(out).toMatch(/series say of series \d+ other things than its document/);
  }, 300_000);

  test("a forged signature, and one of somebody else", async () => {
    const forged = await tampered("forged", (folder) => {
      const { signature = "", ...manifest } = readManifest(folder) as Manifest;
      const other = { ...manifest, signature: `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}` };
      writeFileSync(join(folder, "manifest.json"), JSON.stringify(other));
    });
    expect(forged).toMatch(/manifest.json has a forged signature/);
    const { faults } = await verifyExport(whole, { verdicts: 0, key: "A".repeat(43) });
    expect(faults).toEqual([expect.stringMatching(/manifest.json is signed by \S+, not by AAAA/)]);
  }, 300_000);
});

test("a slice has its runs in full and proves the same chains; a stranger's has nothing private", async () => {
  const slice = join(folders.work, "slice");
  expect(await cli(a, "export", slice, "--rig", "lab")).toMatchObject({ code: 0 });
  expect(await cli(a, "export", slice)).toMatchObject({ code: 65, errors: expect.stringContaining("another part") });
  expect(await verifyExport(slice, { verdicts: 0 })).toMatchObject({ faults: [], runs: 18 });
  const open = join(folders.work, "open");
  const stranger = { TARNISH_URL: a.url, TARNISH_DATA: folders.work };
  expect(await tarnish(["export", open], stranger)).toMatchObject({ code: 0 });
  const engine = await openParquetEngine();
  const rows = await engine.read(join(open, "events-000001.parquet"), "chain, sequence");
  await engine.close();
  expect(JSON.stringify(rows)).toContain("lab");
  for (const secret of ["secret-7", "hidden", '"token"']) expect(JSON.stringify(rows)).not.toContain(secret);
}, 300_000);

describe("where it breaks", () => {
  const signer = () => ensureLogKey(folders.work);
  const ask = async (folder: string, url: string) =>
    exportHistory({
      folder,
      source: { url, token: a.token },
      slice: {},
      signer: await signer(),
      events: 1,
      progress() {},
    });

  test("a connection that drops: one sentence, and the same command goes on with the files that are there", async () => {
    await post(
      a,
      Array.from({ length: 600 }, () => run({ id: id(), sha: "many" })),
    );
    const cutting = createServer(async (request, response) => {
      const answer = await fetch(`${a.url}${request.url}`, { headers: { authorization: `Bearer ${a.token}` } });
      const text = await answer.text();
      const end = text.indexOf('{"cursor"');
      response.write(text.slice(0, text.indexOf("\n", end) + 2000), () => response.destroy());
    });
    await new Promise<void>((resolve) => cutting.listen(0, resolve));
    const folder = join(folders.work, "cut");
    await expect(ask(folder, `http://127.0.0.1:${(cutting.address() as AddressInfo).port}`)).rejects.toThrow(
      /broke off/,
    );
    cutting.close();
    const begun = readManifest(folder) as Manifest;
    expect([begun.complete, begun.files.length > 0]).toEqual([false, true]);
    writeFileSync(join(folder, "events-000099.parquet"), "half");
    const done = await ask(folder, a.url);
    expect(done.files.slice(0, begun.files.length)).toEqual(begun.files);
    expect(readdirSync(folder)).not.toContain("events-000099.parquet");
    expect(await verifyExport(folder, { verdicts: 0 })).toMatchObject({ faults: [] });
  }, 300_000);

  test("a place that is no folder, and one that holds other things", async () => {
    const file = join(folders.work, "file");
    writeFileSync(file, "");
    await expect(ask(join(file, "below"), a.url)).rejects.toThrow(/cannot be written: choose a folder/);
    await expect(ask(folders.a, a.url)).rejects.toThrow(/holds other things/);
  });

  const disk = smallDisk(1);
  afterAll(() => disk?.end());
  // Without the right to mount a disk there is no small one to fill.
  test.skipIf(disk === undefined)(
    "a full disk: one sentence, and with room the same command goes on",
    async () => {
      const folder = join(disk?.folder ?? "", "export");
      disk?.fill(16_384);
      await expect(ask(folder, a.url)).rejects.toThrow(/is full: make room/);
      disk?.clear();
      expect(await ask(folder, a.url)).toMatchObject({ complete: true });
    },
    300_000,
  );

  test("an export of a newer version", async () => {
    const newer = join(folders.work, "newer");
    mkdirSync(newer);
    const text = readFileSync(join(whole, "manifest.json"), "utf8").replace(EXPORT_SCHEMA, "tarnish.export/99");
    writeFileSync(join(newer, "manifest.json"), text);
    for (const command of ["import", "verify"])
      expect(await cli(a, command, newer)).toMatchObject({
        code: 65,
        errors: expect.stringMatching(/newer Tarnish .* update/),
      });
  }, 300_000);
});

describe("what cannot be proven is refused by name, and nothing of it is stored", () => {
  test("an import whose chain is broken, though somebody signed its manifest anew", async () => {
    const folder = join(folders.work, "gone");
    const manifest = readManifest(folder) as Manifest;
    await writeManifest(folder, manifest, await openSigner(await newSigningKey()));
    expect(await cli(a, "import", folder)).toMatchObject({
      code: 65,
      errors: expect.stringMatching(/Event 11 of chain \d+ follows event 9: 1 are missing; nothing was imported/),
    });
  }, 300_000);

  test("a log that is sent: dropped, changed or moved events, a forged signature, another history", async () => {
    const text: string = (await a.call("GET", "/v1/log")).body;
    const lines = text.trim().split("\n");
    const heads = async () => (await a.call("GET", "/v1/log/checkpoint")).body.heads;
    const before = await heads();
    const send = async (changed: readonly string[]) => {
      const headers = { authorization: `Bearer ${a.token}`, "content-type": "application/x-ndjson" };
      const answer = await fetch(`${a.url}/v1/log`, { method: "POST", headers, body: changed.join("\n") });
      const last = (await answer.text()).trim().split("\n").at(-1) ?? "";
      const { status, detail } = JSON.parse(last) as { status: number; detail?: string };
      return [status, detail];
    };
    // As a chain of its own, which this service does not know: what is known is passed by.
    const foreign = foreignChain(3);
    const sent = (changed: readonly object[]) => send(changed.map((line) => JSON.stringify(line)));
    const named = (what: RegExp) => [422, expect.stringMatching(what)];
    expect(await sent(foreign.slice(1))).toEqual(
      named(/^Event 2 of chain 4711 comes without the beginning of its chain/),
    );
    expect(await sent(foreign.filter((_, at) => at !== 1))).toEqual(named(/^Event 3 of chain 4711 follows event 1/));
    expect(await sent(foreign.map((one, at) => (at === 2 ? { ...one, at: "2020-01-01T00:00:00Z" } : one)))).toEqual(
      named(/^Event 3 of chain 4711 has another instant/),
    );
    const other = lines.map((line) => line.replace(/"linkHash":"..../g, '"linkHash":"0000'));
    expect(await send(other)).toEqual(
      named(/is here with another hash: these are two histories|is not what was signed|has a forged/),
    );
    expect(await send(lines.map((line) => line.replace(/"signature":"..../, '"signature":"AAAA')))).toEqual(
      named(/has a forged signature/),
    );
    expect(await send(lines.map((line) => line.replace('"excluded":""', '"excluded":"no"')))).toEqual(
      named(/says other things than its hash/),
    );
    expect(await heads()).toEqual(before);
    expect((await send(lines))[0]).toBe(200);
    expect((await sent(foreign))[0]).toBe(200);
    expect(await heads()).toContainEqual({ chain: "4711", sequence: 3, linkHash: foreign[2]?.linkHash });
  }, 300_000);
});

/** Hidden events of somebody else's, a link each. */
function foreignChain(count: number) {
  const chain = new Chain("4711", { sha256, newId: id });
  return Array.from({ length: count }, (_, index) => {
    const at = new Date("2026-10-02T12:00:00Z");
    const [event] = chain.extend([{ kind: "rig", key: `r${index}`, who: "w", at, contentHash: "", body: "" }]);
    if (!event) throw new TypeError("a chain places what it is given");
    const { sequence, link, previousHash, linkHash, version } = event;
    const hash = eventHash(event, sha256);
    return { chain: "4711", sequence, link, previousHash, linkHash, version, at, hash, seal: eventSeal(event, sha256) };
  });
}

test("an export of older days, whose hashes say less, is proven, imported, and the same again", async () => {
  const older = fileURLToPath(new URL("../exports/version-1", import.meta.url));
  expect(await verifyExport(older, { verdicts: 0 })).toMatchObject({ faults: [], runs: 2 });
  const before = (await a.call("GET", "/v1/runs?rig=lab&limit=1000")).body.items.length;
  const given = { out: expect.stringMatching(/^9 events given, 9 of them new/m) };
  expect(await cli(a, "import", older)).toMatchObject({ code: 0, ...given });
  expect((await a.call("GET", "/v1/runs?rig=lab&limit=1000")).body.items).toHaveLength(before + 2);
  expect(await cli(a, "verify")).toMatchObject({ code: 0 });
  await a.call("GET", "/v1/changesets/slow/verdict"); // its baseline has other runs now: recorded here, once
}, 300_000);

test("imported into an empty service it is the same history, row for row, and again it brings nothing", async () => {
  const ordered = await a.call("POST", "/v1/work", { rig: "lab", suite: "nightly", sha: "slow", why: "to be held" });
  const order: string = ordered.body.id ?? ordered.body.order.id;
  expect((await a.call("POST", `/v1/work/${order}/lease`, { lease: id(), seconds: 3600 })).status).toBe(200);
  const last = join(folders.work, "last");
  expect(await cli(a, "export", last)).toMatchObject({ code: 0 });
  copyFileSync(join(folders.a, "admin.token"), join(folders.b, "admin.token"));
  const b = await serviceProcess(folders.b);
  expect(await cli(b, "import", last)).toMatchObject({ code: 0, out: expect.stringMatching(/[1-9]\d* of them new/) });
  expect(await cli(b, "import", last)).toMatchObject({ code: 0, out: expect.stringMatching(/ 0 of them new/) });
  const verdict = async (service: ServiceProcess) => (await service.call("GET", "/v1/changesets/slow/verdict")).body;
  expect(await verdict(b)).toEqual(await verdict(a));
  await Promise.all([a.stop(), b.stop()]);
  expect(await tables(folders.b)).toEqual(await tables(folders.a));
}, 300_000);

/** Every table as one hash; tokens apart, of which the empty service made one of its own. */
async function tables(data: string): Promise<unknown> {
  const client = await openEmbedded(data, "tarnish");
  const found: unknown[] = [];
  for (const from of [
    "events WHERE kind != 'token' AND kind != 'token-use'",
    "run_events",
    "runs",
    "points",
    "series",
    "leases",
    "hidden_events",
    "changesets FINAL",
    "entities FINAL WHERE kind NOT IN ('token', 'token-use')",
  ]) {
    const query = `SELECT count() AS rows, groupBitXor(cityHash64(toString(tuple(*)))) AS hash FROM ${from}`;
    found.push([from, ...(await (await client.query({ query, format: "JSONEachRow" })).json())]);
  }
  await client.close();
  return found;
}
