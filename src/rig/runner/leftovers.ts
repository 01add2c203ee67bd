/** Benchmarks that outlived a killed `tarnish run` would disturb the next measurement: they are found and ended. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** In the environment of every benchmark: which campaign it belongs to. */
export const MARK = "TARNISH_CAMPAIGN";

const PATIENCE = 5_000;
const PAUSE = 50;

/** How many there were. Where there is no /proc, nobody can be found. */
export async function endLeftovers(campaign: string): Promise<number> {
  const found = marked(campaign);
  for (const pid of found) send(pid, "SIGTERM");
  for (let waited = 0; waited < PATIENCE && marked(campaign).length > 0; waited += PAUSE) await wait(PAUSE);
  for (const pid of marked(campaign)) send(pid, "SIGKILL");
  return found.length;
}

function marked(campaign: string): number[] {
  const mark = `${MARK}=${campaign}\0`;
  return list("/proc").filter((pid) => {
    if (pid === process.pid) return false;
    try {
      return `${readFileSync(`/proc/${pid}/environ`, "latin1")}\0`.includes(mark);
    } catch {
      return false;
    }
  });
}

function list(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
