/** The log: everything accepted, once, in order, provable by anyone, without showing strangers what is private. */
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { get, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tarnish } from "../support/cli.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

const id = uuids(51);
let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

interface Line {
  readonly cursor?: string;
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
  readonly event?: { readonly kind: string; readonly key: string; readonly who: string; readonly body: unknown };
}

async function log(after?: string, token?: string): Promise<{ lines: Line[]; cursor: string; text: string }> {
  const path = `/v1/log${after === undefined ? "" : `?after=${after}`}`;
  const { status, body } = await service.call("GET", path, undefined, token);
  expect(status).toBe(200);
  const all = (body as string)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const cursor = all.findLast((line) => line.cursor !== undefined)?.cursor ?? "";
  return { lines: all.filter((line) => line.cursor === undefined), cursor, text: body };
}

test("what was accepted is there once with who, when and what, and a refused or repeated post is not", async () => {
  const document = run({ id: id(), sha: "l1" });
  for (const one of [document, document, { ...document, colour: "red" }]) await service.call("POST", "/v1/runs", one);
  const runs = (await log()).lines.filter(({ event }) => event?.kind === "run");
  expect(runs).toHaveLength(1);
  expect(runs[0]?.event).toMatchObject({ key: document.id, who: "administrator", body: document });
});

test("a cursor goes on where the last one ended, page by page, and nothing comes twice", async () => {
  const documents = Array.from({ length: 450 }, () => run({ id: id(), sha: "l2" }));
  const first = await log();
  await Promise.all(documents.map((document) => service.call("POST", "/v1/runs", document)));
  const second = await log(first.cursor);
  const third = await log(second.cursor);
  const whole = await log();
  expect(third.lines).toEqual([]);
  expect([...first.lines, ...second.lines]).toEqual(whole.lines);
  expect(new Set(whole.lines.map(({ hash }) => hash)).size).toBe(whole.lines.length);
  const keys = second.lines.flatMap(({ event }) => (event?.kind === "run" ? [event.key] : []));
  expect(keys.sort()).toEqual(documents.map((document) => document.id).sort());
});

test("who waits is told of what comes as it comes, everything once, and ends with nothing when nothing comes", async () => {
  const documents = Array.from({ length: 120 }, () => run({ id: id(), sha: "l3" }));
  const before = await log();
  const told: Line[] = [];
  let { cursor } = before;
  const following = (async () => {
    while (told.filter(({ event }) => event?.kind === "run").length < documents.length) {
      const next = await log(`${cursor}&wait=20`);
      told.push(...next.lines);
      cursor = next.cursor;
    }
  })();
  const [first, ...others] = documents;
  await service.call("POST", "/v1/runs", first);
  await Promise.all(others.map((document) => service.call("POST", "/v1/runs", document)));
  await following;
  told.push(...(await log(cursor)).lines);
  expect([...before.lines, ...told]).toEqual((await log()).lines);
  const waited = await log(`${cursor}&wait=0.05`);
  expect(waited.lines).toEqual([]);
  expect(JSON.parse(waited.text)).toMatchObject({ waited: expect.any(Number) });
});

test("a stranger sees of private rigs, tokens and verdicts hashes only, and can prove the same chain", async () => {
  await service.call("PUT", "/v1/rigs/secret-7", { vendor: "acme", visibility: "private" });
  const hidden = run({ id: id(), sha: "unseen-sha", rig: "secret-7" });
  await service.call("POST", "/v1/runs", hidden);
  const stranger = await log(undefined, "");
  for (const secret of ["secret-7", "unseen-sha", hidden.id, '"token"', '"verdict"'])
    expect(stranger.text).not.toContain(secret);
  const administrator = await log();
  expect(administrator.text).toContain(hidden.id);
  expect(stranger.lines.map(({ hash }) => hash)).toEqual(administrator.lines.map(({ hash }) => hash));
  const created = await service.call("POST", "/v1/tokens", { name: "acme", scopes: ["read:private:acme"] });
  const vendor = await log(undefined, created.body.token);
  expect(vendor.text).toContain(hidden.id);
  for (const kept of [stranger, vendor, administrator]) {
    const file = join(service.data, "kept.jsonl");
    writeFileSync(file, kept.text);
    expect(await tarnish(["verify", file], {})).toMatchObject({ code: 0, out: expect.stringMatching(/: whole\n$/) });
    const lines = kept.text.split("\n");
    lines.splice(Math.floor(lines.length / 2), 1);
    writeFileSync(file, lines.join("\n"));
    expect(await tarnish(["verify", file], {})).toMatchObject({ code: 1, out: expect.stringMatching(/are missing/) });
  }
});

test("landings with their plans and what became of tickets are in it, each change once", async () => {
  const plan = { benchmarks: ["ior"], cells: ["two"] };
  await service.call("PUT", "/v1/landings/LU-1", { kind: "feature", plan });
  const snapshot = { title: "make it faster", status: "Open", link: "https://tickets.example/LU-1" };
  for (const status of ["Open", "Open", "Resolved"]) {
    const { body } = await service.call("PUT", "/v1/tickets/LU-1", { ...snapshot, status });
    expect(body).toEqual({ changed: expect.any(Number) });
  }
  const events = (await log(undefined, "")).lines.flatMap(({ event }) => (event ? [event] : []));
  expect(events.filter(({ kind }) => kind === "landing")).toMatchObject([{ key: "LU-1", body: { plan } }]);
  const tickets = events.filter(({ kind }) => kind === "ticket").map(({ body }) => (body as { status: string }).status);
  expect(tickets).toEqual(["Open", "Resolved"]);
  const { body } = await service.call("GET", "/v1/tickets/LU-1", undefined, "");
  expect(body).toMatchObject({ status: "Resolved", snapshots: [{ status: "Open" }, { status: "Resolved" }] });
});

test("pages are signed by a key that is published, and that only the folder's owner can read", async () => {
  const { key } = (await service.call("GET", "/v1/log/key", undefined, "")).body as { key: string };
  expect(statSync(join(service.data, "log.key")).mode & 0o777).toBe(0o600);
  const file = join(service.data, "kept.jsonl");
  const { text } = await log(undefined, "");
  writeFileSync(file, text);
  const env = { TARNISH_DATA: service.data };
  expect((await tarnish(["verify", file, "--key", key], env)).out).toMatch(`signed by ${key}: whole`);
  const whole = await service.call("GET", "/v1/log/checkpoint", undefined, "");
  expect(whole.body).toMatchObject({
    key,
    heads: expect.arrayContaining([
      { chain: expect.any(String), sequence: expect.any(Number), linkHash: expect.any(String) },
    ]),
  });
  writeFileSync(file, text.replace(/"signature":"..../, '"signature":"AAAA'));
  expect(await tarnish(["verify", file], env)).toMatchObject({
    code: 1,
    out: expect.stringMatching("forged signature"),
  });
});

test("a mirror's token reads all of it and writes nothing", async () => {
  const created = await service.call("POST", "/v1/tokens", { name: "copy", scopes: ["mirror"] });
  const { lines } = await log(undefined, created.body.token);
  expect(lines.every(({ event }) => event !== undefined)).toBe(true);
  const refused = await service.call("PUT", "/v1/rigs/of-a-mirror", {}, created.body.token);
  expect(refused.status).toBe(403);
});

test("it comes compressed to those who accept that", async () => {
  const raw = async (encoding: string) => {
    const { statusCode, headers, body } = await requested(`${service.url}/v1/log`, encoding);
    return { statusCode, encoding: headers["content-encoding"], body };
  };
  const [packed, plain] = [await raw("br, gzip"), await raw("gzip;q=0, identity")];
  expect([packed.encoding, plain.encoding]).toEqual(["gzip", undefined]);
  const stable = (text: string) => text.replace(/"checkpoint":.*/g, "");
  expect(stable(gunzipSync(packed.body).toString())).toBe(stable(plain.body.toString()));
  expect(packed.body.length).toBeLessThan(plain.body.length / 2);
});

/** As it comes over the wire: fetch would unpack it. */
function requested(
  url: string,
  encoding: string,
): Promise<{ statusCode: number | undefined; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": encoding } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () =>
        resolve({ statusCode: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }),
      );
    }).on("error", reject);
  });
}

test("tarnish verify asks the service when it is given no file", async () => {
  const env = { TARNISH_URL: service.url, TARNISH_DATA: service.data };
  const { code, out } = await tarnish(["verify", "--json"], env);
  expect({ code, faults: JSON.parse(out).faults }).toEqual({ code: 0, faults: [] });
  expect(readdirSync(service.data)).toContain("admin.token");
});

test.each(["x", "eyJhIjoxfQ", "WzEsMl0", "%00"])("a cursor of somebody's own making is refused: %s", async (cursor) => {
  expect((await service.call("GET", `/v1/log?after=${cursor}`)).status).toBe(422);
});
