/**
 * How much does a result cost on its way in? Rigs post runs of 100 measurements of 5 repeats to the real service over
 * HTTP, with fsync; beside it the bare client inserts the same rows in the same batch sizes into the same engine.
 * `npm run bench -- ingest --seconds 5 --rigs 1,8,64,256 --rate 500`. The load generator shares the machine.
 */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { meanBatch, openBare } from "./ingest-bare.ts";
import { closedLoop, documents, type Load, MEASUREMENTS, openLoop, type Target } from "./ingest-load.ts";

const ROUNDS = 3;

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { seconds: { type: "string" }, rigs: { type: "string" }, rate: { type: "string" } },
  });
  const seconds = Number(values.seconds ?? 5);
  for (const rigs of (values.rigs ?? "1,8,64,256").split(",").map(Number)) await closed(rigs, seconds);
  await open(Number(values.rate ?? 500), 2 * seconds);
}

/** Service and bare client take turns, so that whatever else the machine does meanwhile strikes both. */
async function closed(rigs: number, seconds: number): Promise<void> {
  const data = temporaryFolder();
  try {
    await withService(data, (service) => closedLoop(service, rigs, seconds / 2));
    const batch = await meanBatch(data);
    const bare = await openBare(rigs, Math.max(1, Math.round(batch)));
    const rounds: { load: Load; bare: number }[] = [];
    await withService(data, async (service) => {
      for (let round = 0; round < ROUNDS; round++) {
        const load = await closedLoop(service, rigs, seconds / ROUNDS);
        rounds.push({ load, bare: await bare.insertFor(seconds / ROUNDS) });
      }
    });
    await bare.close();
    const mean = (of: (round: (typeof rounds)[number]) => number) => rounds.reduce((sum, r) => sum + of(r), 0) / ROUNDS;
    const throughput = mean(({ load }) => (load.latencies.length * MEASUREMENTS) / load.seconds);
    const yardstick = mean((round) => round.bare);
    const refused = ROUNDS * mean(({ load }) => load.refused);
    say("measurements", throughput, "measurements/s", { rigs, refused, batch: figure(batch) });
    say("bare", yardstick, "measurements/s", { rigs });
    say("share_of_bare", throughput / yardstick, "fraction", { rigs, ...(rigs === 64 && { target: "≥ 0.6" }) });
    latencies(
      rounds.flatMap(({ load }) => load.latencies),
      { rigs },
    );
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function open(rate: number, seconds: number): Promise<void> {
  const data = temporaryFolder();
  try {
    const load = await withService(data, (service) => openLoop(service, rate, seconds));
    say("open_loop", load.latencies.length / load.seconds, "runs/s", { rate, refused: load.refused });
    latencies(load.latencies, { rate, target: "p99 < 100" });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Rigs are known before the clock starts: registering them is not what is measured. */
async function withService<T>(data: string, measure: (service: Target) => Promise<T>) {
  const service = await serviceProcess(data);
  try {
    for (const document of documents(1)) await service.call("POST", "/v1/runs", document.toString());
    return await measure(service);
  } finally {
    await service.stop();
  }
}

function latencies(all: readonly number[], more: Readonly<Record<string, unknown>>): void {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  say("p50", at(0.5), "ms", more);
  say("p99", at(0.99), "ms", more);
}

const figure = (value: number): number => Number(value.toPrecision(4));
function say(name: string, value: number, unit: string, more: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ bench: `ingest.${name}`, value: figure(value), unit, ...more }));
}
