/** The load: prepared run documents, posted over kept connections by rigs that wait for answers, or at a fixed rate. */
import { Agent, request } from "node:http";
import { seeded } from "../test/simulator/random.ts";
import { uuids } from "../test/support/runs.ts";

export const MEASUREMENTS = 100;
const REPEATS = 5;

export interface Target {
  readonly url: string;
  readonly token: string;
}

export interface Load {
  /** Milliseconds from the moment a run was due to its acknowledgement. */
  readonly latencies: readonly number[];
  /** Answers other than 201. */
  readonly refused: number;
  readonly seconds: number;
}

const nextId = uuids(11);
const random = seeded(12);

/** One night's documents of one rig, without end; every document is new. */
export function* documents(most: number, rig = "rig-0"): Generator<Buffer> {
  const measurements = Array.from({ length: MEASUREMENTS }, (_, index) => ({
    benchmark: "ior-easy",
    metric: `write.bandwidth.${index}`,
    unit: "MiB/s",
    better: "higher",
    version: "4.0.0",
    parameters: { clients: "16", tasks: "128", transfer: "1MiB" },
    values: Array.from({ length: REPEATS }, () => Number((50_000 + 1000 * random()).toFixed(1))),
  }));
  const tail = Buffer.from(`,"measurements":${JSON.stringify(measurements)}}`);
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
    yield Buffer.concat([Buffer.from(JSON.stringify(head).slice(0, -1)), tail]);
  }
}

/** Each rig posts its next run when the last one was acknowledged. */
export async function closedLoop(target: Target, rigs: number, seconds: number): Promise<Load> {
  const post = poster(target, rigs);
  const latencies: number[] = [];
  let refused = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: rigs }, async (_, rig) => {
      for (const document of documents(Number.POSITIVE_INFINITY, `rig-${rig}`)) {
        const sent = performance.now();
        if (sent >= end) break;
        if ((await post(document)) === 201) latencies.push(performance.now() - sent);
        else refused++;
      }
    }),
  );
  return { latencies, refused, seconds: (performance.now() - start) / 1000 };
}

/** Runs come when they are due, whether or not earlier ones were answered: waiting in line counts. */
export async function openLoop(target: Target, rate: number, seconds: number): Promise<Load> {
  const post = poster(target, 1024);
  const rigs = Array.from({ length: 64 }, (_, rig) => documents(Number.POSITIVE_INFINITY, `rig-${rig}`));
  for (const rig of rigs) await post(rig.next().value as Buffer);
  const latencies: number[] = [];
  let refused = 0;
  const start = performance.now();
  const answers: Promise<void>[] = [];
  for (let count = 0; count < rate * seconds; count++) {
    const due = start + (count / rate) * 1000;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const answered = post(rigs[count % rigs.length]?.next().value as Buffer);
    answers.push(
      answered.then((status) => {
        if (status === 201) latencies.push(performance.now() - due);
        else refused++;
      }),
    );
  }
  await Promise.all(answers);
  return { latencies, refused, seconds: (performance.now() - start) / 1000 };
}

function poster({ url, token }: Target, connections: number): (document: Buffer) => Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return (document) =>
    new Promise((resolve, reject) => {
      const options = { method: "POST", agent, headers: { ...headers, "content-length": document.length } };
      const sent = request(`${url}/v1/runs`, options, (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? 0));
      });
      sent.once("error", reject);
      sent.end(document);
    });
}
