/** The machine that facts are read from: files, folders and programs. Tests give one that is made up. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What was asked for is there, is not there (this machine has no such thing), or is there and may not be read. */
export type Reading =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly why: string };

export interface Machine {
  read(path: string): Reading;
  /** Names in a folder, sorted; [] when there is none. */
  list(path: string): readonly string[];
  /** What a program prints; it is given a few seconds. */
  run(program: string, args: readonly string[]): Reading;
}

const MOST_MILLISECONDS = 5000;
const ABSENT = new Set(["ENOENT", "ENOTDIR", "ENODEV", "EINVAL", "ENXIO"]);

export const thisMachine: Machine = {
  read: (path) => attempt(() => readFileSync(path, "utf8")),
  list(path) {
    try {
      return readdirSync(path).sort();
    } catch {
      return [];
    }
  },
  run: (program, args) =>
    attempt(() =>
      execFileSync(program, [...args], {
        encoding: "utf8",
        timeout: MOST_MILLISECONDS,
        stdio: ["ignore", "pipe", "ignore"],
      }),
    ),
};

function attempt(read: () => string): Reading {
  try {
    return { kind: "text", text: read() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return ABSENT.has(code ?? "")
      ? { kind: "absent" }
      : { kind: "unreadable", why: code ?? message.split("\n")[0] ?? "" };
  }
}
