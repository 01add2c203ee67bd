/** Two replicas of the service on one ClickHouse server get the same runs at the same moment: who stores them? */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { clickHouseServer } from "../test/support/clickhouse-server.ts";
import { serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { openConnection } from "./connection.ts";
import { documents } from "./ingest-load.ts";
import { say } from "./say.ts";

const RACERS = 16;

export async function replicas(races: number): Promise<void> {
  const server = await clickHouseServer();
  const folders = [temporaryFolder(), temporaryFolder()] as const;
  const settings = { TARNISH_CLICKHOUSE_URL: server.url };
  const here = await serviceProcess(folders[0], settings);
  cpSync(join(folders[0], "admin.token"), join(folders[1], "admin.token"));
  const there = await serviceProcess(folders[1], settings);
  const answers = new Map<string, number>();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: RACERS }, async (_, racer) => {
      const pair = await Promise.all([here, there].map((replica) => openConnection(replica)));
      for (const document of documents(Math.ceil(races / RACERS), `rig-${racer}`)) {
        const statuses = await Promise.all(pair.map((connection) => connection.post(document)));
        const both = statuses.sort().join(" ");
        answers.set(both, (answers.get(both) ?? 0) + 1);
      }
      for (const connection of pair) connection.close();
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await Promise.all([here.stop(), there.stop()]);
  await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  const raced = [...answers.values()].reduce((sum, count) => sum + count, 0);
  const more = { races: raced, answers: Object.fromEntries(answers), target: 0 };
  say("ingest.replicas.other_than_201_and_200", raced - (answers.get("200 201") ?? 0), "races", more);
  say("ingest.replicas.races", raced / seconds, "races/s");
}
