/** The load: prepared run documents, posted over kept connections by rigs that wait for answers, or at a fixed rate. */
import { seeded } from "../test/simulator/random.ts";
import { uuids } from "../test/support/runs.ts";
import { type Connection, openConnection, type Target } from "./connection.ts";

export const MEASUREMENTS = 100;
export const REPEATS = 5;
/** Nights whose figures a rig prepares; after them the figures come again, under new ids. */
const NIGHTS = 8;

/** Milliseconds after which a connection is not used again: the service closes those that rest for five seconds. */
const RESTED = 2000;

export interface Load {
  /** Milliseconds from the moment a run was due to its acknowledgement. */
  readonly latencies: readonly number[];
  /** Milliseconds by which the load generator itself was late to send. */
  readonly lags: readonly number[];
  /** Answers other than 201, and runs without an answer. */
  readonly refused: number;
  readonly seconds: number;
}

const nextId = uuids(11);
const random = seeded(12);

/** One rig's documents, a night each, without end; every document is new. What they say is made before the first is taken. */
export function documents(most: number, rig = "rig-0", many = MEASUREMENTS): Generator<Buffer> {
  const nights = Array.from({ length: Math.min(NIGHTS, most) }, () => measurements(many));
  return withHeads(nights, most, rig);
}

function* withHeads(nights: readonly Buffer[], most: number, rig: string): Generator<Buffer> {
  for (let count = 0; count < most; count++) {
    const head = {
      schema: "tarnish.run/1",
      id: nextId(),
      rig,
      suite: "nightly",
      changeset: { sha: "b1", branch: "master" },
      block: `night-${count % 30}`,
      startedAt: "2026-10-02T22:00:00Z",
      complete: true,
      environment: { identity: { "cpu.model": "EPYC 9354" }, watch: { kernel: "5.14.0-427" } },
    };
    yield Buffer.concat([Buffer.from(JSON.stringify(head).slice(0, -1)), nights[count % NIGHTS] as Buffer]);
  }
}

function measurements(many: number): Buffer {
  const measured = Array.from({ length: many }, (_, index) => ({
    benchmark: "ior-easy",
    metric: `write.bandwidth.${index}`,
    unit: "MiB/s",
    better: "higher",
    version: "4.0.0",
    parameters: { clients: "16", tasks: "128", transfer: "1MiB" },
    values: Array.from({ length: REPEATS }, () => Number((50_000 + 1000 * random()).toFixed(1))),
  }));
  return Buffer.from(`,"measurements":${JSON.stringify(measured)}}`);
}

/** Each rig posts its next run when the last one was acknowledged. */
export async function closedLoop(target: Target, rigs: number, seconds: number): Promise<Load> {
  const connections = await Promise.all(Array.from({ length: rigs }, () => openConnection(target)));
  const posting = Array.from({ length: rigs }, (_, rig) => documents(Number.POSITIVE_INFINITY, `rig-${rig}`));
  const latencies: number[] = [];
  let refused = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    connections.map(async (connection, rig) => {
      for (const document of posting[rig] ?? []) {
        const sent = performance.now();
        if (sent >= end) break;
        if ((await connection.post(document)) === 201) latencies.push(performance.now() - sent);
        else refused++;
      }
      connection.close();
    }),
  );
  return { latencies, lags: [], refused, seconds: (performance.now() - start) / 1000 };
}

/** `told` of each acknowledged run. Runs come when they are due, whether or not earlier ones were answered: waiting in line counts. */
export async function openLoop(
  target: Target,
  rate: number,
  seconds: number,
  { many = MEASUREMENTS, told }: { readonly many?: number; told?(acknowledged: Buffer): void } = {},
): Promise<Load> {
  const rigs = Array.from({ length: 64 }, (_, rig) => documents(Number.POSITIVE_INFINITY, `rig-${rig}`, many));
  let free: { readonly connection: Connection; readonly since: number }[] = [];
  const [latencies, lags]: [number[], number[]] = [[], []];
  let refused = 0;
  const send = async (document: Buffer, due: number) => {
    const now = performance.now();
    for (const { connection, since } of free) if (now - since > RESTED) connection.close();
    free = free.filter(({ since }) => now - since <= RESTED);
    const connection = free.pop()?.connection ?? (await openConnection(target));
    const status = await connection.post(document).catch(() => 0); // beyond its capacity the service lets go of some
    if (status === 0) connection.close();
    else free.push({ connection, since: performance.now() });
    if (status === 201) {
      latencies.push(performance.now() - due);
      told?.(document);
    } else refused++;
  };
  const start = performance.now();
  const answers: Promise<void>[] = [];
  for (let count = 0; count < rate * seconds; count++) {
    const due = start + (count / rate) * 1000;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    lags.push(Math.max(0, performance.now() - due));
    answers.push(send(rigs[count % rigs.length]?.next().value as Buffer, due));
  }
  await Promise.all(answers);
  for (const { connection } of free) connection.close();
  return { latencies, lags, refused, seconds: (performance.now() - start) / 1000 };
}
