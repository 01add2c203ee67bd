/** One process of a plan: in a group of its own, its output in files, ended in time. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { open } from "node:fs/promises";

export interface Started {
  readonly words: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Ends the process early. */
  readonly signal?: AbortSignal;
}

export type Ending =
  | { readonly kind: "ended"; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "stopped" };

/** From the polite signal to the other one. */
const GRACE = 5_000;
const TAIL_BYTES = 2_000;

/** Never rejects: what goes wrong is said in `why`, with the end of what the process wrote to its errors. */
export async function runProcess(ask: Started): Promise<Ending> {
  if (ask.signal?.aborted) return { kind: "stopped" };
  const began = performance.now();
  const [out, errors] = [openSync(ask.stdout, "w"), openSync(ask.stderr, "w")];
  try {
    const how = await outcome(ask, out, errors);
    if (how === "stopped") return { kind: "stopped" };
    if (how === "") return { kind: "ended", milliseconds: performance.now() - began };
    const said = await lastWords(ask.stderr);
    return { kind: "failed", why: `${ask.words[0]} ${how}${said === "" ? "" : `: ${said}`}` };
  } finally {
    closeSync(out);
    closeSync(errors);
  }
}

/** "" when all went well. */
async function outcome(ask: Started, out: number, errors: number): Promise<string> {
  const { words, directory, env, timeout, signal } = ask;
  const [program = "", ...args] = words;
  return await new Promise((resolve) => {
    let cause = "";
    const child = spawn(program, args, { cwd: directory, env, detached: true, stdio: ["ignore", out, errors] });
    const end = (why: string) => {
      cause ||= why;
      endGroup(child.pid);
    };
    const late = setTimeout(() => end(`was killed after ${timeout / 1000} s (timeout)`), timeout);
    const stop = () => end("stopped");
    signal?.addEventListener("abort", stop, { once: true });
    const done = (how: string) => {
      clearTimeout(late);
      signal?.removeEventListener("abort", stop);
      resolve(cause || how);
    };
    child.once("error", (error: NodeJS.ErrnoException) =>
      done(error.code === "ENOENT" ? `cannot be started: no such program, or no folder ${directory}` : error.message),
    );
    child.once("exit", (code, killedBy) => done(howOf(code, killedBy)));
  });
}

function howOf(code: number | null, killedBy: NodeJS.Signals | null): string {
  if (code === 0) return "";
  return code === null ? `was ended by ${killedBy}` : `ended with code ${code}`;
}

/** The process and all that it started. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  signalGroup(pid, "SIGTERM");
  setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left.
  }
}

async function lastWords(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    const lines = buffer.subarray(0, bytesRead).toString("utf8").split("\n");
    const last = lines.map((line) => line.replace(/\p{C}+/gu, " ").trim()).filter(Boolean);
    return (last.at(-1) ?? "").slice(0, 300);
  } finally {
    await handle.close();
  }
}
