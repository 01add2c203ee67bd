/** A vendor: its rigs that the caller may see, the hours that they gave, what it promised for releases and delivered. */
import { Fault } from "../model/fault.ts";
import type { PledgeKept } from "../model/release-coverage.ts";
import type { RigHours } from "../model/rig-hours.ts";
import { releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { visibleSeries } from "./read-series.ts";
import { releaseCoverage } from "./release-coverage.ts";
import { type RigCondition, rigConditions } from "./rig-condition.ts";
import { rigHours } from "./rig-hours.ts";

export interface VendorRig {
  readonly condition: RigCondition;
  readonly series: number;
  readonly hours: RigHours | null;
}

export interface ShownVendor {
  readonly vendor: string;
  readonly rigs: readonly VendorRig[];
  /** Releases for which it promised something, the newest first. */
  readonly pledges: readonly (PledgeKept & { readonly release: string })[];
}

/** Rigs by vendor, in the order of the names; "" for rigs that are nobody's. */
export async function showRigs(ctx: Context, caller: Caller): Promise<VendorRig[]> {
  const hours = new Map((await rigHours(ctx, caller, { by: "rig" })).items.map((one) => [one.of, one]));
  const series = new Map<string, number>();
  for (const { rig } of await visibleSeries(ctx, caller)) series.set(rig, (series.get(rig) ?? 0) + 1);
  return (await rigConditions(ctx, caller)).map((condition) => ({
    condition,
    series: series.get(condition.rig.rig) ?? 0,
    hours: hours.get(condition.rig.rig) ?? null,
  }));
}

/** A vendor of whom the caller may see nothing is none: private rigs do not give their owner away. */
export async function showVendor(ctx: Context, caller: Caller, vendor: string): Promise<ShownVendor> {
  const rigs = (await showRigs(ctx, caller)).filter(({ condition }) => condition.rig.vendor === vendor);
  const pledges = await pledgesOf(ctx, caller, vendor);
  if (rigs.length === 0 && pledges.length === 0)
    throw new Fault("not_found", `There is no vendor ${vendor} with a rig that you may see; /rigs lists them.`);
  return { vendor, rigs, pledges };
}

async function pledgesOf(ctx: Context, caller: Caller, vendor: string): Promise<ShownVendor["pledges"]> {
  const kept: (PledgeKept & { release: string })[] = [];
  const released = await ctx.known.releases();
  for (const { releases } of (await ctx.known.trains()).values()) {
    for (const { tag, pledges = [] } of releases) {
      const own = pledges.find((pledge) => pledge.vendor === vendor);
      if (own === undefined) continue;
      const found = released.has(tag) ? await releaseCoverage(ctx, caller, await releaseState(ctx, caller, tag)) : null;
      const one = found?.pledges.find((pledge) => pledge.vendor === vendor);
      kept.unshift({ ...(one ?? notBegun(own)), release: tag });
    }
  }
  return kept;
}

/** Of a release that has no changeset yet nothing was measured. */
const notBegun = ({ vendor, hours, cells }: { vendor: string; hours?: number; cells?: readonly unknown[] }) => ({
  vendor,
  hoursPledged: hours ?? null,
  hoursDelivered: 0,
  cellsPledged: cells === undefined ? null : cells.length,
  cellsDelivered: 0,
});
