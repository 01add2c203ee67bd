/** The first start leaves an admin token where only the owner of the data folder can read it; so does a mirror. */
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
import type { Context } from "../actions/context.ts";
import { admitToken, isAlive, newToken } from "../actions/tokens.ts";
import { adminTokenFile } from "./admin-token-file.ts";
import type { Log } from "./log.ts";

/**
 * The file is written before the store knows the token, so that a crash in between is mended by the next start.
 * `isPromoted`: whoever owns this host takes over, so its token counts from now on beside those that the history knows;
 * one that was revoked stays so.
 */
export async function ensureAdminToken(ctx: Context, data: string, log: Log, isPromoted = false): Promise<void> {
  const tokens = [...(await ctx.known.tokens()).values()];
  const written = readToken(data);
  const isKnown = written !== undefined && tokens.some(({ hash }) => hash === ctx.sha256(written));
  const hasAdmin = tokens.some((token) => token.scopes.includes("admin") && isAlive(token, ctx.now()));
  if (hasAdmin && (isKnown || !isPromoted)) return;
  const secret = written === undefined || isKnown ? await writeToken(ctx, data) : written;
  const scopes = ["admin"];
  await admitToken(ctx, { name: "first start", scopes }, { name: "administrator", scopes }, secret);
  log.info({ file: adminTokenFile(data) }, "wrote the administrator's token");
}

/** Of a mirror: its own token, with which its owner reads what it holds and promotes it. No other host knows it. */
export const ownToken = async (ctx: Context, data: string): Promise<string> =>
  readToken(data) ?? (await writeToken(ctx, data));

function readToken(data: string): string | undefined {
  const file = adminTokenFile(data);
  const written = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return written === "" ? undefined : written;
}

async function writeToken(ctx: Context, data: string): Promise<string> {
  const [file, secret] = [adminTokenFile(data), newToken(ctx)];
  mkdirSync(data, { recursive: true });
  await writeFileAtomic(file, `${secret}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return secret;
}
