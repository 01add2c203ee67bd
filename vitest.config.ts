import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

// Forks, not threads: the embedded engine is native and one process holds one data folder.
const TIDY = ["test/support/tidy.ts"];
const shared = { pool: "forks" as const, testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    ...shared,
    // Half of what those of the service do is waiting, for processes that start, are killed and come back.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Pure rooms and goldens: no engine, no browser, seconds. Pure modules need no process each.
        test: { ...shared, name: "unit", include: ["test/unit/**/*.test.ts"], isolate: false },
      },
      {
        // The embedded engine, real HTTP, real processes. A process opens one data folder after the other, and loading all
        // modules anew for each file took longer than half of the files: what a file opens it has to close.
        test: { ...shared, name: "service", include: ["test/service/**/*.test.ts"], isolate: false, setupFiles: TIDY },
      },
      {
        // Pages in a real Chromium, beside those of the service.
        test: { ...shared, name: "browser", include: ["test/browser/**/*.test.ts"], setupFiles: TIDY },
      },
    ],
  },
});
