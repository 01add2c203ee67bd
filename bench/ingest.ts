/**
 * How much does a result cost on its way in? Rigs post runs of 100 measurements of 5 repeats to the real service over
 * HTTP, with fsync; beside it the bare client inserts the same rows in the same batch sizes into the same engine.
 * `npm run bench -- ingest --parts closed,open,memory,replicas --seconds 10 --rigs 1,8,64,256 --rate 500 --minutes 1`.
 * The load generator shares the machine.
 */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { openBare } from "./ingest-bare.ts";
import { closedLoop, type Load, MEASUREMENTS, openLoop } from "./ingest-load.ts";
import { memory } from "./ingest-memory.ts";
import { replicas } from "./ingest-replicas.ts";
import { quantiles, say } from "./say.ts";

const ROUNDS = 5;

export async function run(): Promise<void> {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { parts: option, seconds: option, rigs: option, rate: option, minutes: option, races: option },
  });
  const seconds = Number(values.seconds ?? 10);
  const parts = (values.parts ?? "closed,open,memory,replicas").split(",");
  if (parts.includes("closed")) {
    for (const rigs of (values.rigs ?? "1,8,64,256").split(",").map(Number)) await closed(rigs, seconds);
  }
  if (parts.includes("open")) await open(Number(values.rate ?? 500), 2 * seconds);
  if (parts.includes("memory")) await memory(Number(values.minutes ?? 1));
  if (parts.includes("replicas")) await replicas(Number(values.races ?? 2000));
}

interface Round {
  readonly load: Load;
  readonly bare: number;
}

/** Service and bare client take turns, so that whatever else the machine does meanwhile strikes both. Both are warm. */
async function closed(rigs: number, seconds: number): Promise<void> {
  await withService(async (service) => {
    const warming = await closedLoop(service, rigs, seconds); // what is compiled while it runs is compiled by then
    const batch = await batchSize(service);
    const bare = await openBare(rigs, Math.max(1, Math.round(batch)));
    await bare.insertFor(seconds / 6);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const load = await closedLoop(service, rigs, seconds / ROUNDS);
      rounds.push({ load, bare: await bare.insertFor(seconds / ROUNDS) });
    }
    await bare.close();
    const refused = warming.refused + rounds.reduce((sum, { load }) => sum + load.refused, 0);
    const throughput = mean(rounds.map(measurements));
    const yardstick = mean(rounds.map((round) => round.bare));
    const shares = rounds.map((round) => measurements(round) / round.bare).sort((a, b) => a - b);
    say("ingest.measurements", throughput, "measurements/s", { rigs, refused, batch });
    say("ingest.bare", yardstick, "measurements/s", { rigs });
    say("ingest.share_of_bare", throughput / yardstick, "fraction", {
      rigs,
      ...(rigs === 64 && { target: "≥ 0.6" }),
      rounds: shares.map((share) => Number(share.toFixed(2))),
    });
    const latencies = rounds.flatMap(({ load }) => load.latencies);
    quantiles("ingest", latencies, { rigs });
  });
}

const measurements = ({ load }: Round): number => (load.latencies.length * MEASUREMENTS) / load.seconds;
const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

/** Runs that shared a flush of the service, on average since its start. */
async function batchSize(service: ServiceProcess): Promise<number> {
  const metrics = (await service.call("GET", "/metrics")).body as string;
  const count = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(metrics)?.[1] ?? 0);
  return Number((count("tarnish_flushed_runs_total") / count("tarnish_flushes_total")).toFixed(1));
}

async function open(rate: number, seconds: number): Promise<void> {
  await withService(async (service) => {
    await closedLoop(service, 64, seconds / 2);
    const load = await openLoop(service, rate, seconds);
    say("ingest.open_loop", load.latencies.length / load.seconds, "runs/s", { rate, refused: load.refused });
    quantiles("ingest.open_loop", load.latencies, { rate, target: "p99 < 100" });
    quantiles("ingest.open_loop.generator_lag", load.lags, { rate });
  });
}

async function withService(measure: (service: ServiceProcess) => Promise<void>): Promise<void> {
  const data = temporaryFolder();
  const service = await serviceProcess(data);
  try {
    await measure(service);
  } finally {
    await service.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
