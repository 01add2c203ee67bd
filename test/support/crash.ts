/** Writers with ids of their own, a service that is killed again and again, and what is there in the end. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { RunDocument } from "../../src/model/run.ts";
import { seeded } from "../simulator/random.ts";
import { run, uuids } from "./runs.ts";
import { type ServiceProcess, serviceProcess, spawnService } from "./service.ts";

export interface CrashOptions {
  readonly data: string;
  readonly kills: number;
  readonly seed: number;
  readonly writers?: number;
}

export interface Aftermath {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged and gone. */
  readonly lost: readonly string[];
  /** Stored more than once. */
  readonly doubled: readonly string[];
  /** Without some of their points. */
  readonly half: readonly string[];
}

const SERIES = 3;

/** SIGKILL at random moments, mostly between two acknowledgements; what was not answered is sent again after the restart. */
export async function crashes({ data, kills, seed, writers = 8 }: CrashOptions): Promise<Aftermath> {
  const random = seeded(seed);
  const id = uuids(seed);
  const acknowledged = new Set<string>();
  let unanswered: RunDocument[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const service = await serviceProcess(data);
    const again = unanswered;
    unanswered = [];
    let isOver = false;
    let answered = () => {};
    const firstAnswer = new Promise<void>((resolve) => (answered = resolve));
    const writing = Array.from({ length: writers }, async () => {
      while (!isOver) {
        const document = again.pop() ?? documentOf(id());
        if (await isAcknowledged(service, document)) acknowledged.add(document.id);
        else unanswered.push(document);
        answered();
      }
    });
    if (random() < 0.75) await firstAnswer; // else a busy machine would be killed before it stores anything
    await new Promise((resolve) => setTimeout(resolve, 20 + 400 * random()));
    isOver = true;
    await service.kill();
    await Promise.all(writing);
    unanswered.push(...again);
  }
  const service = await serviceProcess(data);
  for (const document of unanswered) if (await isAcknowledged(service, document)) acknowledged.add(document.id);
  const aftermath = { kills, acknowledged: acknowledged.size, ...(await inspect(service, acknowledged)) };
  await service.stop();
  return aftermath;
}

/** SIGKILL as soon as a table is there: the migration that made it, or one after it, is half done. */
export async function killedWhileMigrating(data: string, table: string): Promise<void> {
  const child = spawnService(data);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const definition = join(data, "engine", "metadata", "tarnish", `${table}.sql`);
  while (!existsSync(definition)) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill("SIGKILL");
  await ended;
}

/** The next start finishes what was begun: a run is stored, and given back. */
export async function isWhole(data: string, id: string): Promise<boolean> {
  const service = await serviceProcess(data);
  const document = documentOf(id);
  const posted = await service.call("POST", "/v1/runs", document);
  const given = await service.call("GET", `/v1/runs/${id}`);
  await service.stop();
  return posted.status === 201 && isDeepStrictEqual(given.body, document);
}

function documentOf(id: string): RunDocument {
  const document = run({ id, sha: "crash", values: [1, 2, 3] });
  const [measurement] = document.measurements;
  if (!measurement) throw new TypeError("a run document of the tests measures something");
  const measurements = Array.from({ length: SERIES }, (_, index) => ({ ...measurement, metric: `metric.${index}` }));
  return { ...document, measurements };
}

/** False when nobody answered; an answer other than "stored" or "there already" is a failure of the service. */
async function isAcknowledged(service: ServiceProcess, document: RunDocument): Promise<boolean> {
  const answer = await service.call("POST", "/v1/runs", document).catch(() => undefined);
  if (answer && answer.status !== 200 && answer.status !== 201) {
    throw new Error(`a run was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return answer !== undefined;
}

async function inspect(
  service: ServiceProcess,
  acknowledged: ReadonlySet<string>,
): Promise<Pick<Aftermath, "lost" | "doubled" | "half">> {
  const logged = await runsInLog(service);
  const points = new Map<string, number>();
  for (const { id } of (await service.call("GET", "/v1/series")).body.items as { id: string }[]) {
    for (const run of await runsOfSeries(service, id)) points.set(run, (points.get(run) ?? 0) + 1);
  }
  const seen = new Set<string>();
  const doubled = logged.filter((one) => seen.has(one) || !seen.add(one));
  return {
    lost: [...acknowledged].filter((one) => !seen.has(one)),
    doubled: [...doubled, ...[...points].filter(([, count]) => count > SERIES).map(([one]) => one)],
    half: logged.filter((one) => points.get(one) !== SERIES),
  };
}

async function runsInLog(service: ServiceProcess): Promise<string[]> {
  const lines = ((await service.call("GET", "/v1/log")).body as string).trim().split("\n");
  const events = lines.map((line) => (JSON.parse(line) as { event?: { kind: string; key: string } }).event);
  return events.flatMap((event) => (event?.kind === "run" ? [event.key] : []));
}

async function runsOfSeries(service: ServiceProcess, id: string): Promise<string[]> {
  const runs: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `/v1/series/${id}/points?limit=10000${cursor && `&cursor=${cursor}`}`;
    const { points, next } = (await service.call("GET", path)).body as {
      points: { run: string }[];
      next: string | null;
    };
    runs.push(...points.map(({ run: one }) => one));
    cursor = next;
  }
  return runs;
}
