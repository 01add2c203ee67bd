/** A result is on disk before it is sent: a power cut, a service that never answers and a full disk lose none. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { tarnish } from "../support/cli.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, temporaryFolder } from "../support/service.ts";

const LAUNCHER = fileURLToPath(new URL("../../tools/tarnish.cjs", import.meta.url));
const id = uuids(71);
const data = temporaryFolder();
afterAll(() => rmSync(data, { recursive: true, force: true }));

test("SIGKILL while a run is on its way: it is on disk, and the next post delivers it, once", async () => {
  const document = run({ id: id(), sha: "p1" });
  const silent = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const env = { TARNISH_URL: `http://127.0.0.1:${port}`, TARNISH_DATA: data, TARNISH_TOKEN: "any" };
  const posting = spawn(process.execPath, [LAUNCHER, "post", "-"], { env: { ...process.env, ...env } });
  posting.stdin.end(JSON.stringify(document));
  await once(silent, "connection");
  posting.kill("SIGKILL");
  await once(posting, "exit");
  silent.close();
  const [host = ""] = readdirSync(join(data, "spool"));
  expect(readdirSync(join(data, "spool", host))).toEqual([`${document.id}.json`]);

  const service = await serviceInProcess(temporaryFolder(), port);
  const drain = () => tarnish(["post", "--drain", "--json"], { ...env, TARNISH_TOKEN: service.token });
  const delivered = await drain();
  expect(delivered, delivered.errors).toMatchObject({ code: 0 });
  expect(JSON.parse(delivered.out)).toMatchObject({ outcome: "stored", id: document.id });
  expect((await service.call("GET", `/v1/runs/${document.id}`)).body).toEqual(document);
  expect(await drain()).toMatchObject({ code: 0, out: "" });
  await service.stop();
}, 120_000);

test("what standard input brought and the service refused is set aside; a file is left where it is", async () => {
  const service = await serviceInProcess();
  const env = { TARNISH_URL: service.url, TARNISH_DATA: data, TARNISH_TOKEN: service.token };
  const stored = run({ id: id(), sha: "p2" });
  const other = { ...stored, block: "another" };
  expect((await tarnish(["post", "-"], env, JSON.stringify(stored))).code).toBe(0);
  const refused = await tarnish(["post", "-"], env, JSON.stringify(other));
  expect(refused).toMatchObject({ code: 65, errors: expect.stringContaining("exists with other content") });
  const folder = join(data, "spool", new URL(service.url).host.replace(":", "_"));
  expect(JSON.parse(readFileSync(join(folder, "refused", `${other.id}.json`), "utf8"))).toEqual(other);
  expect(readdirSync(folder)).toEqual(["refused"]);
  await service.stop();
}, 120_000);

test("a spool that cannot be written hinders no delivery, and says so when the service is away as well", async () => {
  const service = await serviceInProcess();
  const env = { TARNISH_URL: service.url, TARNISH_DATA: "/dev/null", TARNISH_TOKEN: service.token };
  const post = () => tarnish(["post", "-"], env, JSON.stringify(run({ id: id(), sha: "p3" })));
  expect(await post()).toMatchObject({ code: 0 });
  await service.stop();
  const lost = await post();
  expect(lost).toMatchObject({ code: 69, errors: expect.stringContaining("the spool below TARNISH_DATA cannot be") });
}, 120_000);
