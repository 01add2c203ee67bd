/**
 * How far is a mirror behind while its writer takes runs? `-- RATE SECONDS MEASUREMENTS`: 200 runs/s for 15 s, each of 100
 * measurements of 5 values, which is what `bench -- ingest` posts, too. The lag is that of runs taken one after the other
 * out of the stream: from their acknowledgement until the mirror answers with them. Beside it what the mirror says of its
 * lag, how long the writer took to answer, what a run costs all three in processor time, and what else the machine had
 * to do (`load`: of the last minute, by processors).
 */
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { type ServiceProcess, serviceProcess, temporaryFolder } from "../test/support/service.ts";
import { MEASUREMENTS, openLoop, REPEATS } from "./ingest-load.ts";
import { quantiles, say } from "./say.ts";

/** Milliseconds. */
const LOOK = 100;
const BETWEEN = 200;
/** Seconds of load before anything is measured. */
const WARM = 4;

export async function run(): Promise<void> {
  const [rate, seconds, many] = [3, 4, 5].map((at) => Number(process.argv[at] ?? [200, 15, MEASUREMENTS][at - 3]));
  const load = { rate: rate ?? 0, run: `${many} measurements of ${REPEATS} values` };
  const [from, to] = [temporaryFolder(), temporaryFolder()];
  const writer = await serviceProcess(from);
  copyFileSync(join(from, "admin.token"), join(to, "admin.token"));
  const { body } = await writer.call("POST", "/v1/tokens", { name: "copy", scopes: ["mirror"] });
  const mirror = await serviceProcess(to, { TARNISH_TOKEN: body.token }, ["mirror", "--from", writer.url]);
  await openLoop(writer, load.rate, WARM, { many: many ?? 0 });
  const watch = watching(mirror);
  const before = [processorTime(writer), processorTime(mirror), ownTime()];
  const told = (document: Buffer) => watch.told(document);
  const { latencies, refused } = await openLoop(writer, load.rate, seconds ?? 0, { many: many ?? 0, told });
  const { lags, said } = await watch.end();
  quantiles("mirror.lag", lags, { ...load, target: 2000, samples: lags.length, load: busy() });
  quantiles("mirror.said_lag", said, load);
  quantiles("mirror.writer_latency", latencies, load);
  const after = [processorTime(writer), processorTime(mirror), ownTime()];
  for (const [at, name] of ["writer_processor", "processor", "generator_processor"].entries())
    say(`mirror.${name}`, ((after[at] ?? 0) - (before[at] ?? 0)) / latencies.length, "ms/run", load);
  say("mirror.runs", latencies.length, "runs", { refused });
  await mirror.stop();
  await writer.stop();
  for (const folder of [from, to]) rmSync(folder, { recursive: true, force: true });
}

interface Sample {
  readonly id: string;
  /** By the clock of `performance`. */
  readonly at: number;
}

/** Takes the next acknowledged run, asks the mirror until it has it, and so on. */
function watching(mirror: ServiceProcess) {
  const [lags, said]: [number[], number[]] = [[], []];
  let take: ((sample: Sample | undefined) => void) | undefined;
  let isOver = false;
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const watched = (async () => {
    while (!isOver) {
      await pause(BETWEEN);
      const { body } = await mirror.call("GET", "/v1/mirror", undefined, "");
      if (typeof body.lagSeconds === "number") said.push(1000 * body.lagSeconds);
      const sample = isOver ? undefined : await new Promise<Sample | undefined>((resolve) => (take = resolve));
      if (sample === undefined) return;
      while ((await mirror.call("GET", `/v1/runs/${sample.id}`)).status !== 200) await pause(LOOK);
      lags.push(performance.now() - sample.at);
    }
  })();
  return {
    told(document: Buffer) {
      const [, id = ""] = /"id":"([^"]+)"/.exec(document.toString("latin1", 0, 200)) ?? [];
      take?.({ id, at: performance.now() });
      take = undefined;
    },
    async end() {
      isOver = true;
      take?.(undefined);
      await watched;
      return { lags, said };
    },
  };
}

const busy = (): number => Number(((loadavg()[0] ?? 0) / availableParallelism()).toFixed(2));

/** Milliseconds of user and system time so far; the kernel counts in hundredths of a second. */
function processorTime({ process: { pid } }: ServiceProcess): number {
  const [user, system] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1] ?? "").split(" ").slice(11, 13);
  return 10 * (Number(user) + Number(system));
}

function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
