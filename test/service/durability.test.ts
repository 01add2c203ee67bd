/** What was acknowledged survives SIGKILL, once; what holds the data folder holds it alone. */
import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { crashes, isWhole, killedWhileMigrating } from "../support/crash.ts";
import { run, uuids } from "../support/runs.ts";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../support/service.ts";

const data = temporaryFolder();
afterAll(() => rmSync(data, { recursive: true, force: true }));

const stored = async (service: ServiceProcess): Promise<string[]> => {
  const [series] = (await service.call("GET", "/v1/series")).body.items;
  const { points } = (await service.call("GET", `/v1/series/${series.id}/points?limit=10000`)).body;
  return points.map((point: { run: string }) => point.run);
};

test("SIGKILL right after an acknowledgement: the run is there after the restart, and again is a duplicate", async () => {
  const document = run({ id: uuids(1)(), sha: "k1" });
  const first = await serviceProcess(data);
  expect((await first.call("POST", "/v1/runs", document)).status).toBe(201);
  await first.kill();
  const second = await serviceProcess(data);
  expect((await second.call("GET", `/v1/runs/${document.id}`)).body).toEqual(document);
  expect(await second.call("POST", "/v1/runs", document)).toMatchObject({ status: 200, body: { duplicate: true } });
  expect(await stored(second)).toEqual([document.id]);
  await second.stop();
});

test("SIGKILL at twenty random moments under eight writers: nothing lost, nothing twice, nothing half-stored", async () => {
  const folder = temporaryFolder();
  const { acknowledged, ...wrong } = await crashes({ data: folder, kills: 20, seed: 7 });
  expect(wrong).toEqual({ kills: 20, lost: [], doubled: [], half: [] });
  expect(acknowledged).toBeGreaterThan(20);
  rmSync(folder, { recursive: true, force: true });
}, 480_000);

test("SIGKILL while migrating, three times: the next start finishes what was begun", async () => {
  const folder = temporaryFolder();
  for (const table of ["events", "runs", "changesets"]) await killedWhileMigrating(folder, table);
  expect(await isWhole(folder, uuids(3)())).toBe(true);
  rmSync(folder, { recursive: true, force: true });
}, 240_000);

test("a data folder in use is refused in one sentence, and the one that holds it goes on", async () => {
  const service = await serviceProcess(data);
  const launcher = fileURLToPath(new URL("../../tools/tarnish.cjs", import.meta.url));
  const second = spawnSync(process.execPath, [launcher, "serve"], {
    env: { ...process.env, TARNISH_PORT: "0", TARNISH_DATA: data },
    encoding: "utf8",
  });
  expect(second.status).toBe(69);
  expect(
    second.stderr
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("tarnish:")),
  ).toHaveLength(1);
  expect(second.stderr).toContain("another process is using it");
  expect((await service.call("GET", "/readyz")).status).toBe(200);
  await service.stop();
});

test("the administrator's token can be read by its owner only", () => {
  expect(statSync(join(data, "admin.token")).mode & 0o777).toBe(0o600);
});
