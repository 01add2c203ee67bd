/** Does the service stay as large as it is under a load that lasts? Resident memory, once a second, and its slope. */
import { readFileSync, rmSync } from "node:fs";
import { theilSen } from "../src/stats/theil-sen.ts";
import { serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { closedLoop } from "./ingest-load.ts";
import { say } from "./say.ts";

const RIGS = 64;

export async function memory(minutes: number): Promise<void> {
  const data = temporaryFolder();
  const service = await serviceProcess(data);
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(residentMiB(service.process.pid)), 1000);
  const load = await closedLoop(service, RIGS, minutes * 60);
  clearInterval(sampling);
  await service.stop();
  rmSync(data, { recursive: true, force: true });
  // The engine keeps what it replaced for a minute, and caches fill: the slope is that of the second half.
  const half = samples.slice(Math.floor(samples.length / 2));
  const more = { minutes, rigs: RIGS, runs: load.latencies.length, refused: load.refused };
  say("ingest.memory.first_half_peak", Math.max(...samples.slice(0, samples.length - half.length)), "MiB", more);
  say("ingest.memory.second_half_peak", Math.max(...half), "MiB", more);
  say("ingest.memory.slope_of_second_half", theilSen(Float64Array.from(half)) * 60, "MiB/min", more);
}

export function residentMiB(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}
