/** A run document as it was posted, to those who may see its rig. */
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { Caller, Context } from "./context.ts";
import { canSee } from "./read-series.ts";

export async function readRun(ctx: Context, caller: Caller, id: string): Promise<RunDocument> {
  const run = (await ctx.store.runDocument(id.toLowerCase())) as RunDocument | undefined;
  const isVisible = run !== undefined && canSee(caller, (await ctx.known.rigs()).get(run.rig));
  if (!isVisible) throw new Fault("not_found", `There is no run ${id}.`);
  return run;
}
