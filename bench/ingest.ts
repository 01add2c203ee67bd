/**
 * How much does a result cost on its way in? Rigs post runs of 100 measurements of 5 repeats to the real service over
 * HTTP, with fsync; beside it the bare client inserts the same rows in the same batch sizes into the same engine.
 * `npm run bench -- ingest --seconds 5 --rigs 1,8,64,256 --rate 500`. The load generator shares the machine.
 */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { insertBare, meanBatch } from "./ingest-bare.ts";
import { closedLoop, documents, type Load, MEASUREMENTS, openLoop } from "./ingest-load.ts";

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { seconds: { type: "string" }, rigs: { type: "string" }, rate: { type: "string" } },
  });
  const seconds = Number(values.seconds ?? 5);
  for (const rigs of (values.rigs ?? "1,8,64,256").split(",").map(Number)) await closed(rigs, seconds);
  await open(Number(values.rate ?? 500), 2 * seconds);
}

async function closed(rigs: number, seconds: number): Promise<void> {
  const data = temporaryFolder();
  try {
    const load = await withService(data, (service) => closedLoop(service, rigs, seconds));
    const batch = await meanBatch(data);
    const bare = await insertBare({ rigs, runsPerInsert: Math.max(1, Math.round(batch)), seconds });
    const throughput = (load.latencies.length * MEASUREMENTS) / load.seconds;
    say("measurements", throughput, "measurements/s", { rigs, refused: load.refused, batch: figure(batch) });
    say("bare", bare, "measurements/s", { rigs });
    say("share_of_bare", throughput / bare, "fraction", { rigs, ...(rigs === 64 && { target: "≥ 0.6" }) });
    latencies(load, { rigs });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function open(rate: number, seconds: number): Promise<void> {
  const data = temporaryFolder();
  try {
    const load = await withService(data, (service) => openLoop(service, rate, seconds));
    say("open_loop", load.latencies.length / load.seconds, "runs/s", { rate, refused: load.refused });
    latencies(load, { rate, target: "p99 < 100" });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Rigs are known before the clock starts: registering them is not what is measured. */
async function withService(data: string, measure: (service: { url: string; token: string }) => Promise<Load>) {
  const service = await serviceProcess(data);
  try {
    for (const document of documents(1)) await service.call("POST", "/v1/runs", document.toString());
    return await measure(service);
  } finally {
    await service.stop();
  }
}

function latencies({ latencies: all }: Load, more: Readonly<Record<string, unknown>>): void {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  say("p50", at(0.5), "ms", more);
  say("p99", at(0.99), "ms", more);
}

const figure = (value: number): number => Number(value.toPrecision(4));
function say(name: string, value: number, unit: string, more: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ bench: `ingest.${name}`, value: figure(value), unit, ...more }));
}
