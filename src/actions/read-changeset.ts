/** What is known of one changeset, to those who may know of it. */
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { visibleChangesets } from "./hidden-changesets.ts";

export async function readChangeset(ctx: Context, caller: Caller, named: string): Promise<Changeset> {
  const sha = await fullSha(ctx, caller, named);
  const changeset = (await visibleChangesets(ctx, caller)).find((one) => one.sha === sha);
  if (!changeset) throw new Fault("not_found", `There is no changeset ${named}.`);
  return changeset;
}
