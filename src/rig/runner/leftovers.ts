/**
 * What a killed `tarnish run` leaves behind is found by the name of its campaign: benchmarks that outlived it would disturb
 * the next measurement and are ended, and the files of a session are removed, which may fill a disk.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const nameOf = (campaign: string): string => `tarnish-campaign-${campaign}-`;

/** For the files of one step of a campaign; whoever asks for it removes it. */
export const folderOf = (campaign: string): string => mkdtempSync(join(tmpdir(), nameOf(campaign)));

export function removeLeftovers(campaign: string): void {
  const left = list(tmpdir()).filter((name) => name.startsWith(nameOf(campaign)));
  for (const name of left) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

function marked(campaign: string): number[] {
  const mark = `${MARK}=${campaign}\0`;
  const pids = list("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    if (pid === process.pid) return false;
    try {
      return `${readFileSync(`/proc/${pid}/environ`, "latin1")}\0`.includes(mark);
    } catch {
      return false;
    }
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
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
