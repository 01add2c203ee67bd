/** The real service: in this process on a free port, or as a process of its own that can be killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../src/entry/config.ts";
import { startService } from "../../src/entry/serve.ts";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
  readonly headers: Headers;
}

export interface TestService {
  readonly url: string;
  readonly data: string;
  readonly token: string;
  /** With the administrator's token unless `token` says another ("" for none). */
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  stop(): Promise<void>;
}

const folders: string[] = [];

/** Removed when the test file is done that asks for it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tarnish-test-"));
  folders.push(folder);
  return folder;
}

/** For test/support/tidy.ts. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** `settings`: further variables of the environment. */
export async function serviceInProcess(
  data = temporaryFolder(),
  port = 0,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestService> {
  const env = { TARNISH_PORT: String(port), TARNISH_DATA: data, TARNISH_LOG: "silent", ...settings };
  const config = readConfig(env);
  const running = await startService(config);
  return {
    ...reach(running.url, data),
    async stop() {
      await running.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export interface ServiceProcess extends TestService {
  readonly process: ChildProcess;
  /** SIGKILL: no chance to tidy up. The data folder stays. */
  kill(): Promise<void>;
}

const LAUNCHER = fileURLToPath(new URL("../../tools/tarnish.cjs", import.meta.url));

/** Node's flags, as the launcher's first line has them. */
const FLAGS = /^#!\S+ -S node (.*)$/m.exec(readFileSync(LAUNCHER, "utf8"))?.[1]?.split(" ") ?? [];

/** The command line's launcher, without waiting for anything. `args`: another command that serves. */
export function spawnService(
  data: string,
  settings: Readonly<Record<string, string>> = {},
  args: readonly string[] = ["serve"],
): ChildProcess {
  const env = { ...process.env, TARNISH_PORT: "0", TARNISH_DATA: data, TARNISH_LOG: "info", ...settings };
  return spawn(process.execPath, [...FLAGS, LAUNCHER, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Resolves when the service says that it is ready. */
export async function serviceProcess(
  data: string,
  settings: Readonly<Record<string, string>> = {},
  args?: readonly string[],
): Promise<ServiceProcess> {
  const child = spawnService(data, settings, args);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (chunk) => (errors += chunk));
    child.once("exit", (code) => reject(new Error(`the service ended with ${code}: ${errors}`)));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      const said = JSON.parse(line) as { msg: string; url: string };
      if (said.msg === "ready") resolve(said.url);
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { ...reach(url, data), process: child, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** As the first start left it in the data folder. */
export const adminToken = (data: string): string => readFileSync(join(data, "admin.token"), "utf8").trim();

function reach(url: string, data: string): Omit<TestService, "stop"> {
  const admin = adminToken(data);
  return {
    url,
    data,
    token: admin,
    async call(method, path, body, token = admin) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && {
          body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        }),
      });
      const text = await response.text();
      const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
  };
}
