/** A rig leaves for a while: lists say so, and no required cell waits for it. */
import { isAway } from "../gate/away.ts";
import type { Away, Rig } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { canSee } from "./read-series.ts";
import { record } from "./record.ts";

/** A day is its beginning, UTC; an instant that has passed brings the rig back. */
export async function setAway(
  ctx: Context,
  caller: Caller,
  name: string,
  { until, reason }: { readonly until: string; readonly reason?: string | undefined },
): Promise<Away> {
  const rig = (await ctx.known.rigs()).get(name);
  const isSeen = rig !== undefined && canSee(caller, rig); // whose it is, is private, too
  demand(caller, `rig:${name}`, ...(isSeen && rig.vendor !== undefined ? [`rig-admin:${rig.vendor}`] : []));
  if (!rig) throw new Fault("not_found", `There is no rig ${name}; tarnish rig list shows them.`);
  const away: Away = { rig: name, until: new Date(until).toISOString(), ...(reason !== undefined && { reason }) };
  await record(ctx, caller, [{ kind: "away", key: name, body: away }]);
  return away;
}

/** Rigs that cannot measure now. */
export async function rigsAway(ctx: Context): Promise<ReadonlySet<string>> {
  const now = ctx.now().toISOString();
  const away = [...(await ctx.known.away()).values()];
  return new Set(away.filter((one) => isAway(one, now)).map(({ rig }) => rig));
}

export type ShownRig = Rig & { readonly awayUntil?: string; readonly awayBecause?: string };

/** Rigs that the caller may see, with those that are away marked. */
export async function listRigs(ctx: Context, caller: Caller): Promise<ShownRig[]> {
  const [rigs, away, gone] = [await ctx.known.rigs(), await ctx.known.away(), await rigsAway(ctx)];
  return [...rigs.values()]
    .filter((rig) => canSee(caller, rig))
    .map((rig) => {
      const { until, reason } = (gone.has(rig.rig) && away.get(rig.rig)) || {};
      return {
        ...rig,
        ...(until !== undefined && { awayUntil: until }),
        ...(reason !== undefined && { awayBecause: reason }),
      };
    });
}
