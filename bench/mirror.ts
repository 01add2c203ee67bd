/**
 * How far is a mirror behind while its writer takes runs? `-- RATE SECONDS`: 200 runs/s for 20 s. Beside it what else the
 * machine had to do (`load`: of the last minute, by processors), how long the writer itself took to answer, and what a run
 * costs both in processor time.
 */
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { openLoop } from "./ingest-load.ts";
import { quantiles, say } from "./say.ts";

export async function run(): Promise<void> {
  const [rate, seconds] = [Number(process.argv[3] ?? 200), Number(process.argv[4] ?? 20)];
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const writer = await serviceProcess(from);
  copyFileSync(join(from, "admin.token"), join(to, "admin.token"));
  const args = ["mirror", "--from", writer.url];
  const mirror = await serviceProcess(to, { TARNISH_TOKEN: writer.token }, args);
  const lags: number[] = [];
  const loadBefore = load();
  const before = [processorTime(writer), processorTime(mirror)] as const;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { body } = await mirror.call("GET", "/v1/mirror", undefined, "");
      if (typeof body.lagSeconds === "number") lags.push(1000 * body.lagSeconds);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  const { latencies, refused } = await openLoop(writer, rate, seconds);
  await caughtUp(mirror);
  isOver = true;
  await watching;
  quantiles("mirror.lag", lags, { rate, target: 2000, loadBefore, load: load() });
  quantiles("mirror.writer_latency", latencies, { rate });
  say("mirror.writer_processor", (processorTime(writer) - before[0]) / latencies.length, "ms/run", { rate });
  say("mirror.processor", (processorTime(mirror) - before[1]) / latencies.length, "ms/run", { rate });
  say("mirror.runs", latencies.length, "runs", { refused });
  await mirror.stop();
  await writer.stop();
  for (const folder of [from, to]) rmSync(folder, { recursive: true, force: true });
}

const load = (): number => Number(((loadavg()[0] ?? 0) / availableParallelism()).toFixed(2));

/** Milliseconds of user and system time so far; the kernel counts in hundredths of a second. */
function processorTime({ process: { pid } }: ServiceProcess): number {
  const [user, system] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1] ?? "").split(" ").slice(11, 13);
  return 10 * (Number(user) + Number(system));
}

/** Until the mirror has all that there is now. */
async function caughtUp(mirror: ServiceProcess): Promise<void> {
  const asked = Date.now();
  for (;;) {
    const { lagSeconds } = (await mirror.call("GET", "/v1/mirror", undefined, "")).body;
    if (typeof lagSeconds === "number" && Date.now() - lagSeconds * 1000 > asked) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
