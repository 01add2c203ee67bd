/** `tarnish mirror`: a live copy of another service's history on a host of its own, and how it takes over. */
import { randomUUID } from "node:crypto";
import { Command } from "commander";
import type { MirrorState } from "../actions/mirror.ts";
import { Fault } from "../model/fault.ts";
import { type Config, readConfig } from "./config.ts";
import { asking, type LogSource } from "./log-source.ts";
import { conflictsCommand } from "./mirror-conflicts.ts";
import { readMirrorFile, writeMirrorFile } from "./mirror-state.ts";
import { CONNECTION_LIMITS, startService, stopOnSignal } from "./serve.ts";
import { serviceClient, tokenOf } from "./service-client.ts";
import { termOfWriter } from "./writer-process.ts";

export function mirrorCommand(): Command {
  const command = new Command("mirror")
    .description("follow another service's log, prove it, and serve what it says, to be read only")
    .option("--from <url>", "the service to follow (absent: the one that this data folder followed before)")
    .option("--json", "log as JSON lines")
    .addHelpText(
      "after",
      `
TARNISH_TOKEN: a token of that service with the scope mirror; without one the copy has what everybody may see.
A host that was the writer before gives the new one what only it accepted, for which it needs an admin's token.`,
    )
    .action(async ({ from }: { from?: string }) => {
      const config = readConfig(process.env);
      const url = sourceOf(from, config);
      const token = tokenOf({ ...config, urls: [url] });
      const source = await findSource({ url, token }, config);
      stopOnSignal(await startService(config, CONNECTION_LIMITS, source));
    });
  command
    .command("promote")
    .description("make the mirror at TARNISH_URL, or in TARNISH_DATA where none runs, the writer")
    .option("--force", "also while the old writer answers: the two diverge until one rejoins")
    .option("--json", "JSON")
    .action(async ({ force = false, json }: { force?: boolean; json?: boolean }) => {
      const state = await promoted(force);
      process.stdout.write(json ? `${JSON.stringify(state)}\n` : "this host takes the writes from now on\n");
    });
  command
    .command("status")
    .description("is the service at TARNISH_URL the writer or a mirror, and how far behind?")
    .option("--json", "JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const state = (await serviceClient().get("/v1/mirror")) as MirrorState;
      process.stdout.write(`${json ? JSON.stringify(state) : told(state)}\n`);
    });
  command.addCommand(conflictsCommand());
  return command;
}

/**
 * Asked before anything is opened here. One that was followed before may be away for a while. The token of this folder,
 * which nobody named, is not sent where it is not known: a mirror's own is of this host alone.
 */
async function findSource(source: LogSource, { token, data }: Config): Promise<LogSource> {
  const before = readMirrorFile(data);
  const isBegun = before?.role === "mirror" && before.from === source.url && before.cursor !== undefined;
  try {
    await asking(source, "/v1/mirror");
    return source;
  } catch (error) {
    const { code } = error as Fault;
    if (code === "unauthorized" && token === undefined) return { ...source, token: undefined };
    if (code === "unavailable" && isBegun) return source;
    throw error;
  }
}

function sourceOf(from: string | undefined, { data }: Config): string {
  const url = from ?? readMirrorFile(data)?.from;
  if (url === undefined) throw new Fault("invalid", "Say whom to follow: tarnish mirror --from URL.");
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Fault("invalid", `${url} is no http or https address; say tarnish mirror --from http://HOST:PORT.`);
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, "");
}

/** By the running mirror itself; where none runs, in its folder, for the next start. */
async function promoted(force: boolean): Promise<MirrorState> {
  const { data } = readConfig(process.env);
  const mayBeInFolder = readMirrorFile(data) !== undefined; // then nobody waits for a service that may not be running
  try {
    return (await serviceClient(mayBeInFolder ? { retries: 0 } : {}).request("POST", "/v1/mirror/promote", {
      force,
    })) as MirrorState;
  } catch (error) {
    const file = readMirrorFile(data);
    const isAway = error instanceof Fault && error.code === "unavailable";
    if (!isAway || file === undefined || file.role === "writer") throw error;
    const term = Math.max(await termOfWriter(file.from, force), file.term ?? 0);
    const [promotedAt, promotion] = [new Date().toISOString(), randomUUID()];
    await writeMirrorFile(data, { ...file, role: "writer", promotedAt, promotion, term });
    return { role: "writer" };
  }
}

function told({ role, from, lagSeconds, stopped }: MirrorState): string {
  if (role === "writer") return "the writer";
  if (role === "replaced") return `replaced by ${from}: stop it and let it rejoin with tarnish mirror --from ${from}`;
  const lag = typeof lagSeconds === "number" ? `${lagSeconds.toFixed(1)} s behind` : "not complete yet";
  return `a mirror of ${from}, ${lag}${stopped === undefined ? "" : `: ${stopped}`}`;
}
