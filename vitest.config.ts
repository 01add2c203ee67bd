import { defineConfig } from "vitest/config";

// Forks, not threads: the embedded engine is native and one process holds one data folder.
const TIDY = ["test/support/tidy.ts"];
const PAGES = "test/browser/pages.test.ts";
const shared = { pool: "forks" as const, testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    ...shared,
    maxWorkers: "100%", // one fewer by default, which on two processors is one
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
        // Pages in a real Chromium: the longest file beside those of the service.
        test: { ...shared, name: "pages", include: [PAGES], setupFiles: TIDY },
      },
      {
        // The others one after the other when all else is done: of two at once each would unpack the packaged browser.
        test: {
          ...shared,
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          exclude: [PAGES],
          fileParallelism: false,
          setupFiles: TIDY,
        },
      },
    ],
  },
});
