/** The first start leaves an admin token where only the owner of the data folder can read it. */
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
import type { Context } from "../actions/context.ts";
import { admitToken, isAlive } from "../actions/tokens.ts";
import { adminTokenFile } from "./admin-token-file.ts";
import type { Log } from "./log.ts";

/** The file is written before the store knows the token, so that a crash in between is mended by the next start. */
export async function ensureAdminToken(ctx: Context, data: string, log: Log): Promise<void> {
  const file = adminTokenFile(data);
  const tokens = [...(await ctx.known.tokens()).values()];
  if (tokens.some((token) => token.scopes.includes("admin") && isAlive(token, ctx.now()))) return;
  const written = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  const isSpent = written === "" || tokens.some(({ hash }) => hash === ctx.sha256(written));
  const secret = isSpent ? `tarnish_${ctx.newSecret()}` : written;
  mkdirSync(data, { recursive: true });
  await writeFileAtomic(file, `${secret}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  await admitToken(
    ctx,
    { name: "first start", scopes: ["admin"] },
    { name: "administrator", scopes: ["admin"] },
    secret,
  );
  log.info({ file }, "wrote the administrator's token");
}
