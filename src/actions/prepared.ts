/** What was prepared, or decided by people, before a changeset is judged: its landing's expectations and its waivers. */
import { type DatedExpectation, type Declared, declaredOf } from "../gate/expectations.ts";
import type { Selectable } from "../gate/selects.ts";
import type { Waiver } from "../model/waiver.ts";
import type { Context } from "./context.ts";
import { firstRunOf, isLate } from "./landings.ts";
import { isOf, waiversInForce } from "./waivers.ts";

export interface Prepared {
  /** What was declared of a series, in time or late. */
  declared(series: Selectable): Declared | null;
  /** Expectations of its ticket, with what was decided of their time. */
  readonly expects: readonly DatedExpectation[];
  /** Ids of all waivers in force, whatever they waive. */
  readonly inForce: readonly string[];
  /** In force for the changeset itself. */
  readonly waivers: readonly Waiver[];
  /** Who accepted a regression of the series that this changeset brought; null where nobody did. */
  accepted(sha: string, series: string): string | null;
}

const NOTHING: Prepared = { expects: [], inForce: [], declared: () => null, waivers: [], accepted: () => null };

/** `isHidden`: whoever asks must not learn what is known of it. */
export async function preparedFor(ctx: Context, sha: string, isHidden: boolean): Promise<Prepared> {
  if (isHidden) return NOTHING;
  const ticket = (await ctx.known.changesets()).get(sha)?.ticket;
  const order = await ctx.known.landingOrder();
  const inForce = await waiversInForce(ctx);
  const placed = inForce.map((waiver) => ({ waiver, at: order.historyOf(waiver.sha) }));
  const own = order.historyOf(sha);
  const expects = ticket === undefined ? [] : await expectations(ctx, ticket);
  return {
    expects,
    inForce: inForce.map(({ id }) => id),
    declared: (series) => declaredOf(expects, ticket ?? "", series),
    waivers: placed.filter(({ waiver, at }) => waiver.sha === sha || at === own).map(({ waiver }) => waiver),
    accepted(guilty, series) {
      const found = placed.find(({ waiver, at }) => (at === guilty || waiver.sha === guilty) && isOf(waiver, series));
      return found === undefined ? null : `${found.waiver.who} waived it (${found.waiver.ticket})`;
    },
  };
}

async function expectations(ctx: Context, ticket: string): Promise<DatedExpectation[]> {
  const expects = (await ctx.known.landings()).get(ticket)?.plan?.expects ?? [];
  if (expects.length === 0) return [];
  const firstRun = await firstRunOf(ctx, ticket, new Set());
  return expects.map((one) => ({ ...one, isLate: isLate(one, firstRun) }));
}
