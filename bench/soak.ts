/**
 * `npm run soak -- --kills 200 --seed 1`: is anything lost, doubled or half-stored after so many SIGKILLs? Does a folder
 * whose migrations were killed again and again end up whole? And is any of `--documents 20000` damaged documents answered,
 * or stored, as it should not be?
 */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { crashes, isWhole, killedWhileMigrating } from "../test/support/crash.ts";
import { fuzzRuns } from "../test/support/fuzz.ts";
import { uuids } from "../test/support/runs.ts";
import { serviceInProcess, temporaryFolder } from "../test/support/service.ts";
import { say } from "./say.ts";

/** A folder is killed at each of them, one start after the other. */
const TABLES = ["schema_migrations", "events", "runs", "points", "series", "changesets", "entities", "run_events"];

export async function run(): Promise<void> {
  const options = {
    kills: { type: "string" },
    seed: { type: "string" },
    migrations: { type: "string" },
    documents: { type: "string" },
  } as const;
  const { values } = parseArgs({ args: process.argv.slice(3), options });
  const seed = Number(values.seed ?? 1);
  const broken = await migrating(Number(values.migrations ?? 3), seed);
  const strange = await damaged(Number(values.documents ?? 20_000), seed);
  const data = temporaryFolder();
  const start = performance.now();
  const { lost, doubled, half, ...of } = await crashes({ data, kills: Number(values.kills ?? 200), seed });
  rmSync(data, { recursive: true, force: true });
  const more = { ...of, seconds: Math.round((performance.now() - start) / 1000), target: 0 };
  for (const [name, runs] of Object.entries({ lost, doubled, half_stored: half })) {
    say(`soak.${name}`, runs.length, "runs", more);
  }
  if (lost.length + doubled.length + half.length + broken + strange > 0) process.exitCode = 1;
}

/** How many of so many damaged documents were answered or stored wrongly; each is told. */
async function damaged(documents: number, seed: number): Promise<number> {
  if (documents === 0) return 0;
  const service = await serviceInProcess();
  const { wrong, statuses } = await fuzzRuns(service, documents, seed);
  await service.stop();
  for (const what of wrong.slice(0, 20)) process.stderr.write(`${what.slice(0, 2000)}\n`);
  say("soak.damaged_documents_wrong", wrong.length, "documents", {
    documents,
    ...Object.fromEntries(statuses),
    target: 0,
  });
  return wrong.length;
}

/** How many of so many folders were not whole in the end. */
async function migrating(folders: number, seed: number): Promise<number> {
  const id = uuids(seed + 1);
  let broken = 0;
  for (let folder = 0; folder < folders; folder++) {
    const data = temporaryFolder();
    for (const table of TABLES) await killedWhileMigrating(data, table);
    if (!(await isWhole(data, id()))) broken++;
    rmSync(data, { recursive: true, force: true });
  }
  say("soak.broken_by_kills_while_migrating", broken, "folders", {
    folders,
    kills: folders * TABLES.length,
    target: 0,
  });
  return broken;
}
