/** A rig is registered, or what is registered of it changes. */
import type { Rig } from "../model/changeset.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { record } from "./record.ts";

type Sent = { [K in keyof Rig]: Rig[K] | undefined };

/** A vendor's administrator may write the vendor's own rigs, and cannot take another's. */
export async function putRig(ctx: Context, caller: Caller, sent: Sent): Promise<Rig> {
  const rig = JSON.parse(JSON.stringify(sent)) as Rig;
  const before = (await ctx.known.rigs()).get(rig.rig);
  demand(caller, ...(rig.vendor ? [`rig-admin:${rig.vendor}`] : []));
  if (before?.vendor !== undefined && before.vendor !== rig.vendor) demand(caller, `rig-admin:${before.vendor}`);
  await record(ctx, caller, [{ kind: "rig", key: rig.rig, body: rig }]);
  return rig;
}
