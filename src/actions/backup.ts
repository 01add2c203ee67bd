/** A copy of the engine's own files, while the service runs. */
import { type Caller, type Context, demand } from "./context.ts";

export interface BackupAsk {
  /** Made of the time when absent. */
  readonly name?: string | undefined;
  /** A copy that is there: only what is not in it is copied. */
  readonly base?: string | undefined;
}

/** Writes wait meanwhile, so that the copy is of one moment. */
export async function makeBackup(
  ctx: Context,
  caller: Caller,
  { name, base }: BackupAsk,
): Promise<{ readonly name: string }> {
  demand(caller);
  const made = name ?? `tarnish-${ctx.now().toISOString().replace(/[:.]/g, "-")}`;
  await ctx.store.backup(made, base);
  return { name: made };
}
