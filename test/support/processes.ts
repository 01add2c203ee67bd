/** Processes as the kernel tells of them. */
import { readFileSync } from "node:fs";

/** A dead process whose parent did not ask yet counts as dead. */
export function isRunning(pid: string): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
