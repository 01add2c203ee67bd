/** A real ClickHouse server on free ports, in a process of its own; it ends with the process that started it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LAUNCHER = fileURLToPath(new URL("libchdb-server.mjs", import.meta.url));
/** Its standard input stays open as long as we live, and with it the server. */
const SERVE =
  "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT count() FROM table SETTINGS max_execution_time = 0";

export interface ClickHouseServer {
  readonly url: string;
  readonly httpPort: number;
  readonly tcpPort: number;
  /** SIGKILL; data stays for `restart`. */
  kill(): Promise<void>;
  /** On the same ports and data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly httpPort?: number;
  readonly tcpPort?: number;
  /** Elements inside `<clickhouse>` of the configuration file. */
  readonly configuration?: string;
  /** Elements inside `<clickhouse>` of `users.xml`, which `configuration` then names. */
  readonly users?: string;
}

/** Rejects when the server cannot start: a test that needs one fails then, it is not skipped. */
export async function clickHouseServer(options: ServerOptions = {}): Promise<ClickHouseServer> {
  const data = mkdtempSync(join(tmpdir(), "tarnish-clickhouse-"));
  const httpPort = options.httpPort ?? (await freePort());
  const tcpPort = options.tcpPort ?? (await freePort());
  const launch = () =>
    start({ data, httpPort, tcpPort, configuration: options.configuration ?? "", users: options.users ?? "" });
  let child = await launch();
  const kill = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await ended;
    }
  };
  return {
    url: `http://127.0.0.1:${httpPort}`,
    httpPort,
    tcpPort,
    kill,
    async restart() {
      await kill();
      child = await launch();
    },
    async stop() {
      await kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

interface Launch extends Required<ServerOptions> {
  readonly data: string;
}

async function start({ data, httpPort, tcpPort, configuration, users }: Launch): Promise<ChildProcess> {
  const file = join(data, "config.xml");
  mkdirSync(data, { recursive: true });
  writeFileSync(file, `<clickhouse>${configuration}</clickhouse>`);
  writeFileSync(join(data, "users.xml"), `<clickhouse>${users}</clickhouse>`);
  const args = [
    ["--config-file", file],
    ["--path", join(data, "store")],
    ["--http_port", String(httpPort), "--tcp_port", String(tcpPort), "--listen_host", "127.0.0.1"],
    ["--input-format", "LineAsString", "--structure", "x String", "--query", SERVE],
  ];
  const child = spawn(process.execPath, [LAUNCHER, ...args.flat()], { stdio: ["pipe", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors = `${errors}${chunk}`.slice(-4000)));
  while (child.exitCode === null && child.signalCode === null) {
    const isUp = await fetch(`http://127.0.0.1:${httpPort}/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the ClickHouse server did not start: ${errors}`);
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
