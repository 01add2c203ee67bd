/**
 * What reading costs: `npm run bench -- formats` prints the time of each format, of 700 KB of IOR, and
 * time and memory of `tarnish convert`, beside the file's own size, for fio files of 100 MB.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { FORMATS, readOutput } from "../src/formats/index.ts";
import { FIXTURES, samplesOf } from "../test/unit/formats/fixtures.ts";
import { say } from "./say.ts";

const LAUNCHER = fileURLToPath(new URL("../tools/tarnish.cjs", import.meta.url));
const MB = 1e6;
const ROUNDS = 3;

export async function run(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { megabytes: { type: "string" } } });
  ior();
  everyFormat();
  const size = Number(values.megabytes ?? 100) * MB;
  const folder = mkdtempSync(join(tmpdir(), "tarnish-formats-"));
  try {
    await convert("nothing (the command itself)", join(folder, "small.json"), fio("jobs", 0));
    await convert("one report of many jobs", join(folder, "jobs.json"), fio("jobs", size));
    await convert("status reports, one after the other", join(folder, "status.json"), fio("status", size));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The fastest of several: what it costs, not what else the machine did. */
function milliseconds(act: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

function ior(): void {
  const sample = readFileSync(join(FIXTURES, "ior/local-ior-4.1.0dev-i5.txt"), "utf8");
  const tasks = Array.from({ length: 19_200 }, (_, task) => `task ${task} on nid${task % 1200} of a large machine`);
  const text = sample.replace("\nOptions:", `\n${tasks.join("\n")}\nOptions:`);
  say(
    `formats: IOR, ${Math.round(text.length / 1000)} KB with 19,200 tasks`,
    milliseconds(() => readOutput(text)),
    "ms of CPU",
  );
}

/** The longest of each format's own fixtures, repeated to a quarter of a megabyte, and to one: the same per megabyte. */
function everyFormat(): void {
  for (const format of FORMATS) {
    const own = samplesOf().filter(({ text }) => format.recognizes(text));
    const [longest] = own.sort((one, other) => other.text.length - one.text.length);
    if (longest === undefined) continue;
    for (const megabytes of [0.25, 1]) {
      const long = longest.text.repeat(Math.ceil((megabytes * MB) / longest.text.length));
      const each = milliseconds(() => format.read(long)) / (long.length / MB);
      say(`formats: ${format.id}, ${megabytes} MB`, each, "ms of CPU per MB");
    }
  }
}

function fio(shape: "jobs" | "status", size: number): string {
  const report = readFileSync(join(FIXTURES, "fio/local-fio-3.33-jsonplus.json"), "utf8");
  if (shape === "status") return report.repeat(Math.max(1, Math.ceil(size / report.length)));
  const parsed = JSON.parse(report) as { jobs: { jobname: string }[] };
  const [job] = parsed.jobs;
  const times = Math.ceil(size / JSON.stringify(job, null, 1).length);
  const jobs = Array.from({ length: Math.max(1, times) }, (_, index) => ({ ...job, jobname: `job ${index}` }));
  return JSON.stringify({ ...parsed, jobs }, null, 1);
}

async function convert(what: string, file: string, text: string): Promise<void> {
  writeFileSync(file, text);
  const begin = performance.now();
  const child = spawn(process.execPath, [LAUNCHER, "convert", file], { stdio: ["ignore", "pipe", "inherit"] });
  let peak = 0;
  const sampling = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It ended.
    }
  }, 20);
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => (bytes += chunk.length));
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(sampling);
  const name = `formats: fio, ${Math.round(text.length / MB)} MB, ${what}`;
  if (code !== 0 || bytes === 0) throw new Error(`${name}: convert ended with ${code} and ${bytes} bytes`);
  say(name, (performance.now() - begin) / 1000, "s");
  say(name, peak / 1024, "MiB at most", { fileMiB: Math.round(text.length / 2 ** 20) });
}
