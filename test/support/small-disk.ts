/** A real file system that can be filled: a tmpfs of its own, where this machine lets us mount one. */
import { spawnSync } from "node:child_process";
import { appendFileSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./service.ts";

export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes; again, where room was made since. */
  fill(leaving: number): void;
  /** Takes away what `fill` wrote. */
  clear(): void;
  end(): void;
}

/** Undefined without the right to mount. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const folder = temporaryFolder();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill(leaving) {
      const { bavail, bsize } = statfsSync(folder);
      appendFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaving)));
    },
    clear: () => rmSync(ballast),
    end() {
      spawnSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
