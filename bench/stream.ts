/**
 * One stream of runs, a document a line, far larger than memory should ever be: how fast, and does the service stay as
 * small as it was? `npm run bench -- stream --megabytes 2000`.
 */
import { readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { documents } from "./ingest-load.ts";

const MiB = 1024 * 1024;

export async function run(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { megabytes: { type: "string" } } });
  const wanted = Number(values.megabytes ?? 200) * MiB;
  const data = temporaryFolder();
  const service = await serviceProcess(data);
  const residentMiB = () => {
    const status = readFileSync(`/proc/${service.process.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  };
  for (const document of documents(1)) await service.call("POST", "/v1/runs", document.toString());
  const before = residentMiB();
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, residentMiB())), 200);
  const start = performance.now();
  const headers = { "content-type": "application/x-ndjson", authorization: `Bearer ${service.token}` };
  const sent = request(`${service.url}/v1/runs`, { method: "POST", headers });
  const answers = new Promise<Map<number, number>>((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", async (answer) => {
      const statuses = new Map<number, number>();
      for await (const line of createInterface({ input: answer })) {
        const { status } = JSON.parse(line) as { status: number };
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      resolve(statuses);
    });
  });
  let bytes = 0;
  for (const document of documents(Number.POSITIVE_INFINITY)) {
    bytes += document.length + 1;
    if (!sent.write(`${document}\n`)) await new Promise((resolve) => sent.once("drain", resolve));
    if (bytes >= wanted) break;
  }
  sent.end();
  const statuses = Object.fromEntries(await answers);
  clearInterval(sampling);
  const seconds = (performance.now() - start) / 1000;
  const say = (bench: string, value: number, unit: string) =>
    console.log(JSON.stringify({ bench: `stream.${bench}`, value: Number(value.toPrecision(4)), unit, statuses }));
  say("throughput", bytes / MiB / seconds, "MiB/s");
  say("sent", bytes / MiB, "MiB");
  say("memory_before", before, "MiB");
  say("memory_peak", peak, "MiB");
  await service.stop();
  rmSync(data, { recursive: true, force: true });
}
