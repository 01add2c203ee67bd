/** What was acknowledged survives SIGKILL, once; what holds the data folder holds it alone. */
import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { seeded } from "../simulator/random.ts";
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

test("SIGKILL at random moments under eight writers: nothing acknowledged is lost, nothing is there twice", async () => {
  const random = seeded(7);
  const id = uuids(2);
  const acknowledged = new Set<string>();
  let unanswered: ReturnType<typeof run>[] = [];
  for (let round = 0; round < 5; round++) {
    const service = await serviceProcess(data);
    const again = unanswered;
    unanswered = [];
    const killAfter = acknowledged.size + 5 + Math.floor(random() * 40);
    const post = async (document: ReturnType<typeof run>) => {
      try {
        const { status } = await service.call("POST", "/v1/runs", document);
        expect([200, 201]).toContain(status);
        acknowledged.add(document.id);
      } catch {
        unanswered.push(document);
      }
    };
    const writers = Array.from({ length: 8 }, async () => {
      while (acknowledged.size < killAfter) await post(again.pop() ?? run({ id: id(), sha: "k2" }));
    });
    await Promise.race(writers);
    await service.kill();
    await Promise.all(writers.map((writer) => Promise.race([writer, new Promise((resolve) => setImmediate(resolve))])));
  }
  const service = await serviceProcess(data);
  for (const document of unanswered)
    expect([200, 201]).toContain((await service.call("POST", "/v1/runs", document)).status);
  const runs = (await service.call("GET", "/v1/changesets/k2/verdict")).body.series[0].candidate.runIds as string[];
  const there = new Set(runs);
  expect(there.size).toBe(runs.length);
  expect([...acknowledged].filter((acked) => !there.has(acked))).toEqual([]);
  await service.stop();
});

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
