/** Trains: planned by release managers, shown with where each release stands today. */
import { isFrozen, phaseOf, releaseInWork } from "../gate/phase.ts";
import { trainFaults } from "../gate/train-faults.ts";
import { Fault } from "../model/fault.ts";
import type { Phase, PlannedRelease, Train } from "../model/train.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { recordNews } from "./record.ts";

type Loose<T> = T extends object ? { readonly [K in keyof T]: Loose<T[K]> | undefined } : T;

/** The whole plan replaces the one before. */
export async function putTrain(ctx: Context, caller: Caller, sent: Loose<Train>): Promise<ShownTrain> {
  demand(caller, "release");
  return await ctx.known.inTurn(async () => {
    const train = JSON.parse(JSON.stringify(sent)) as Train;
    const tags = new Set((await ctx.known.releases()).keys());
    const trains = await ctx.known.trains();
    const now = ctx.now().toISOString();
    const details = trainFaults(train, { tags, trains: trains.values(), today: now.slice(0, 10) });
    if (details.length > 0) {
      throw new Fault("invalid", `Train ${train.train} contradicts itself or what is known.`, details);
    }
    await recordNews(ctx, caller, { kind: "train", key: train.train, body: train }, trains.get(train.train));
    return shown(train, now);
  });
}

export interface ShownTrain extends Train {
  /** The first release that is not out yet. */
  readonly inWork: string | null;
  readonly releases: readonly (PlannedRelease & { readonly phase: Phase | null; readonly isFrozen: boolean })[];
}

export async function listTrains(ctx: Context): Promise<ShownTrain[]> {
  const now = ctx.now().toISOString();
  return [...(await ctx.known.trains()).values()].map((train) => shown(train, now));
}

function shown(train: Train, now: string): ShownTrain {
  const releases = train.releases.map((release) => ({
    ...release,
    phase: phaseOf(train, release.tag, now),
    isFrozen: isFrozen(train, release.tag, now),
  }));
  return { ...train, inWork: releaseInWork(train, now), releases };
}
