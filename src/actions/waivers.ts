/** Waivers that a caller may see, and those that are in force. */
import type { LandingOrder } from "../detect/landing-order.ts";
import { isInForce } from "../gate/waivers.ts";
import type { Waiver } from "../model/waiver.ts";
import type { Caller, Context } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { visibleSeries } from "./read-series.ts";

/** What the caller may see of them, newest first. */
export async function visibleWaivers(ctx: Context, caller: Caller): Promise<Waiver[]> {
  const seen = new Set((await visibleSeries(ctx, caller)).map(({ id }) => id));
  const all = [...(await ctx.known.waivers()).values()];
  const hidden = await hiddenChangesets(ctx, caller);
  const shown = all.filter(({ sha }) => !hidden.has(sha));
  const isSeen = ({ waives }: Waiver) =>
    waives.kind === "absence" || waives.series.some(({ series }) => seen.has(series));
  return shown
    .filter(isSeen)
    .map((waiver) => seenPartOf(waiver, seen))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

function seenPartOf(waiver: Waiver, seen: ReadonlySet<string>): Waiver {
  const { waives } = waiver;
  if (waives.kind === "absence") return waiver;
  return { ...waiver, waives: { ...waives, series: waives.series.filter(({ series }) => seen.has(series)) } };
}

/** In force now. */
export async function waiversInForce(ctx: Context): Promise<Waiver[]> {
  const at = ctx.now().toISOString();
  const all = [...(await ctx.known.waivers()).values()];
  return all.filter((waiver) => isInForce(waiver, at)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Ids of the waivers in force that accept what one of these changesets did to a series (16 hex digits). */
export type AcceptedSteps = (shas: readonly string[], series: string) => readonly string[];

export function acceptedSteps(inForce: readonly Waiver[], order: LandingOrder): AcceptedSteps {
  const placed = inForce.map((waiver) => ({ waiver, at: order.historyOf(waiver.sha) }));
  return (shas, series) =>
    placed
      .filter(({ waiver, at }) => isOf(waiver, series) && (shas.includes(waiver.sha) || shas.includes(at)))
      .map(({ waiver }) => waiver.id);
}

/** Whether it accepts a regression of the series. */
export const isOf = ({ waives }: Waiver, series: string): boolean =>
  waives.kind === "regression" && waives.series.some((one) => one.series === series);
