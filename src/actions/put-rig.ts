/** A rig is registered, or what is registered of it changes. */
import type { Rig, RigOwner } from "../model/changeset.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { loosenedOwners, newlyShown } from "./owners.ts";
import { canSee } from "./read-series.ts";
import { recordNews } from "./record.ts";

type Sent = { [K in Exclude<keyof Rig, "owners">]?: Rig[K] | undefined } & {
  readonly rig: string;
  readonly owners?: readonly { [K in keyof RigOwner]: RigOwner[K] | undefined }[] | undefined;
};

/**
 * What is not sent stays as it is stored, also where a date has passed since that shows more; a new rig is public.
 * A vendor's administrator cannot take another's rig, or nobody's.
 */
export async function putRig(ctx: Context, caller: Caller, sent: Sent): Promise<Rig> {
  return await ctx.known.inTurn(async () => {
    const rigs = await ctx.known.rigs();
    const before = rigs.get(sent.rig);
    const said = JSON.parse(JSON.stringify(sent)) as Partial<Rig> & { rig: string };
    const stored = (await ctx.store.entity("rig", sent.rig))?.body as Rig | undefined;
    const rig: Rig = { visibility: "public", ...stored, ...said };
    permit(caller, before, rig);
    for (const owner of newlyShown(before?.owners ?? [], rig.owners ?? [], rigs)) demand(caller, `rig-admin:${owner}`);
    await recordNews(ctx, caller, { kind: "rig", key: rig.rig, body: rig }, stored);
    return (await ctx.known.rigs()).get(rig.rig) ?? rig;
  });
}

/** Throws for who may not say this of the rig. */
function permit(caller: Caller, before: Rig | undefined, rig: Rig): void {
  if (before && !canSee(caller, before)) demand(caller, "rig-admin:VENDOR"); // whose it is, is private, too
  for (const owner of before ? [before.vendor, rig.vendor] : [rig.vendor]) {
    demand(caller, ...(owner === undefined ? [] : [`rig-admin:${owner}`]));
  }
  for (const owner of loosenedOwners(before?.owners ?? [], rig.owners ?? [])) demand(caller, `rig-admin:${owner}`);
  // What shall block landings of everybody is not a vendor's to decide.
  if ((rig.virtualCounts ?? false) !== (before?.virtualCounts ?? false)) demand(caller);
}
