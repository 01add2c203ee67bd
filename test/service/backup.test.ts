/** Copies of the engine's files: made while it serves, whole or what is new, and put back they are the same history. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tarnish } from "../support/cli.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceProcess, temporaryFolder } from "../support/service.ts";

const id = uuids(808);
const [data, other] = [temporaryFolder(), temporaryFolder()];
afterAll(() => {
  for (const folder of [data, other]) rmSync(folder, { recursive: true, force: true });
});

test("a copy and a copy of what came since, put back into an empty folder, are all that was there", async () => {
  const service = await serviceProcess(data);
  const env = { TARNISH_URL: service.url, TARNISH_DATA: data };
  const posted = [run({ id: id(), sha: "b1" }), run({ id: id(), sha: "b2" })];
  await service.call("POST", "/v1/runs", posted[0]);
  expect(await tarnish(["backup", "--name", "whole"], env)).toMatchObject({ code: 0, out: "whole\n" });
  await service.call("POST", "/v1/runs", posted[1]);
  expect(await tarnish(["backup", "--name", "since", "--base", "whole"], env)).toMatchObject({ code: 0 });
  const again = await tarnish(["backup", "--name", "whole"], env);
  expect(again).toMatchObject({ code: 69, errors: expect.stringContaining("There is a copy whole already") });
  const stranger = await service.call("POST", "/v1/backups", {}, "");
  expect(stranger.status).toBe(401);
  const log = async (from: typeof service) => (await from.call("GET", "/v1/log")).body.replace(/^.*"cursor".*$/gm, "");
  const before = await log(service);
  await service.stop();

  mkdirSync(join(other, "backups"));
  for (const name of ["whole", "since"])
    cpSync(join(data, "backups", name), join(other, "backups", name), { recursive: true });
  const there = { TARNISH_DATA: other };
  const absent = await tarnish(["restore", "nothing"], there);
  expect(absent).toMatchObject({ code: 69, errors: expect.stringContaining("There is no copy nothing") });
  expect(await tarnish(["restore", "since"], there)).toMatchObject({ code: 0 });
  const full = await tarnish(["restore", "whole"], there);
  expect(full).toMatchObject({ code: 65, errors: expect.stringContaining("has tables already") });
  cpSync(join(data, "admin.token"), join(other, "admin.token"));
  const restored = await serviceProcess(other);
  for (const document of posted) expect((await restored.call("GET", `/v1/runs/${document.id}`)).body).toEqual(document);
  expect((await log(restored)).startsWith(before.trimEnd())).toBe(true);
  await restored.stop();
}, 300_000);
