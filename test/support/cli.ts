/** The command line as its users run it: a process of its own, against a service. */
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

const LAUNCHER = fileURLToPath(new URL("../../tools/tarnish.cjs", import.meta.url));

export async function tarnish(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = "",
): Promise<Ended> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: tmpdir(), ...env },
    stdio: "pipe",
  });
  let out = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  child.stdin.on("error", () => {}); // a command that reads nothing may end before it is written
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
  return { code, out, errors };
}
