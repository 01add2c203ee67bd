/** One rig: how it is doing, what it reported of itself over time, what it can see, what it gave. */
import type { SightChartData } from "../charts/sight-data.ts";
import type { RigHours } from "../model/rig-hours.ts";
import type { Environment } from "../model/run.ts";
import type { Caller, Context } from "./context.ts";
import { lastRuns } from "./last-runs.ts";
import { listRigs, type ShownRig } from "./rig-away.ts";
import { type RigCondition, rigCondition } from "./rig-condition.ts";
import { type RigEpochs, readEpochs, visibleRig } from "./rig-epochs.ts";
import { rigHours } from "./rig-hours.ts";
import { rigSight } from "./rig-sight.ts";

export interface ShownRigState {
  readonly condition: RigCondition;
  readonly epochs: RigEpochs;
  /** Of its newest run; null where that told nothing. */
  readonly environment: Environment | null;
  readonly sight: SightChartData;
  /** By cause, largest first; all of them together; those of the last 30 days. */
  readonly hours: readonly RigHours[];
  readonly total: RigHours;
  readonly lately: RigHours;
}

const LATELY = 30 * 86_400_000;

/** Throws `not_found` for a rig that the caller may not see. */
export async function showRig(ctx: Context, caller: Caller, named: string): Promise<ShownRigState> {
  const { rig } = await visibleRig(ctx, caller, named);
  const shown = (await listRigs(ctx, caller)).find((one) => one.rig === rig) as ShownRig;
  const since = new Date(ctx.now().getTime() - LATELY).toISOString();
  const [condition, epochs, environment, sight, hours, lately] = await Promise.all([
    rigCondition(ctx, shown),
    ctx.known.derived(`epochs ${rig}`, () => readEpochs(ctx, caller, rig)),
    environmentOf(ctx, rig),
    rigSight(ctx, caller, rig),
    rigHours(ctx, caller, { by: "cause", rig }),
    rigHours(ctx, caller, { by: "cause", rig, from: since }),
  ]);
  return { condition, epochs, environment, sight, hours: hours.items, total: hours.total, lately: lately.total };
}

async function environmentOf(ctx: Context, rig: string): Promise<Environment | null> {
  const { newest } = await lastRuns(ctx, rig);
  if (newest === null) return null;
  const [conditions] = await ctx.store.conditions([newest.run]);
  return conditions?.environment ?? null;
}
