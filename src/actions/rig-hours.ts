/** Rig hours by rig, vendor, cause, changeset or release: what measuring costs, and who gives it. */
import type { BusyTime, HoursBy, RigHours } from "../model/rig-hours.ts";
import type { Cause } from "../model/run.ts";
import { releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { canSee } from "./read-series.ts";
import { releaseRange } from "./release-range.ts";

export interface HoursAsk {
  readonly by: HoursBy;
  /** RFC 3339, of the start of a run; the first is part of it, the last is not. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only runs of what is new in this release. */
  readonly release?: string | undefined;
  readonly rig?: string | undefined;
  /** Only runs of this cause. */
  readonly cause?: Cause | undefined;
}

export interface HoursAnswer {
  /** Largest first. */
  readonly items: readonly RigHours[];
  readonly total: RigHours;
  /** True when the caller may not see every rig. */
  readonly partial?: boolean;
}

const HOUR = 3_600_000;
/** The end of the year 2261, later than any run. */
const LAST_INSTANT = 9_214_646_399_000;

export async function rigHours(ctx: Context, caller: Caller, ask: HoursAsk): Promise<HoursAnswer> {
  const rigs = [...(await ctx.known.rigs()).values()];
  const visible = rigs.filter((rig) => canSee(caller, rig));
  const shas = ask.release === undefined ? [] : await releaseRange(ctx, await releaseState(ctx, caller, ask.release));
  const hidden = await hiddenChangesets(ctx, caller);
  const busy = await ctx.store.busyTimes({
    rigs: visible.flatMap(({ rig }) => (ask.rig === undefined || ask.rig === rig ? [rig] : [])),
    shas,
    from: ask.from === undefined ? 0 : Date.parse(ask.from),
    to: ask.to === undefined ? LAST_INSTANT : Date.parse(ask.to),
    bySha: ask.by === "changeset" || ask.by === "release",
  });
  const keyOf = await keyFor(ctx, ask.by);
  const shown = busy.filter(({ sha, cause }) => !hidden.has(sha) && (ask.cause ?? cause) === cause);
  const items = [...groupedBy(shown, keyOf)].map(([of, times]) => summed(of, times));
  return {
    items: items.sort((a, b) => b.hours - a.hours || (a.of < b.of ? -1 : 1)),
    total: summed("", shown),
    ...(visible.length < rigs.length && { partial: true }),
  };
}

async function keyFor(ctx: Context, by: HoursBy): Promise<(time: BusyTime) => string> {
  if (by === "rig" || by === "cause") return (time) => time[by];
  if (by === "changeset") return ({ sha }) => sha;
  if (by === "vendor") {
    const rigs = await ctx.known.rigs();
    return ({ rig }) => rigs.get(rig)?.vendor ?? "";
  }
  const releases = new Map<string, string>();
  for (const { tag, sha } of (await ctx.known.releases()).values()) {
    const branch = (await ctx.known.changesets()).get(sha)?.branch ?? null;
    for (const own of await releaseRange(ctx, { name: tag, kind: "release", sha, branch })) {
      if (!releases.has(own)) releases.set(own, tag);
    }
  }
  return ({ sha }) => releases.get(sha) ?? "";
}

function summed(of: string, times: readonly BusyTime[]): RigHours {
  const sum = (part: "milliseconds" | "runs" | "withoutEnd") => times.reduce((all, time) => all + time[part], 0);
  return { of, hours: sum("milliseconds") / HOUR, runs: sum("runs"), withoutEnd: sum("withoutEnd") };
}
