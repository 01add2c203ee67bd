/** Landings: what is prepared by ticket before the code is measured, and what is still absent. */
import { Fault } from "../model/fault.ts";
import type { Expectation, Landing, LandingKind, Slip, StoredExpectation, StoredLanding } from "../model/landing.ts";
import { canonical } from "./canonical.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { withoutHidden } from "./hidden-changesets.ts";
import { recordNews } from "./record.ts";

export interface ShownLanding extends StoredLanding {
  /** When the first run of any changeset of the ticket was accepted; null before. */
  readonly firstRunAt: string | null;
  /** Expectations that were declared after it, by their place in the plan. */
  readonly late: readonly number[];
  /** What one expects of such a landing and nobody gave yet. */
  readonly absent: readonly string[];
}

/** What is not sent stays as it is. An expectation that was declared before keeps its time. */
export async function putLanding(
  ctx: Context,
  caller: Caller,
  ticket: string,
  sent: Omit<Landing, "ticket">,
): Promise<ShownLanding> {
  demand(caller, "release", "triage");
  return await ctx.known.inTurn(async () => {
    const before = (await ctx.known.landings()).get(ticket);
    const at = ctx.now().toISOString();
    const news = JSON.parse(JSON.stringify(sent)) as typeof sent;
    const { plan, ...said } = news;
    const expects = plan?.expects?.map((one) => dated(one, before, at)) ?? before?.plan?.expects;
    const landing: StoredLanding = {
      ...before,
      ...said,
      ticket,
      ...((plan ?? before?.plan) && {
        plan: { ...before?.plan, ...plan, ...(expects && { expects }) } as StoredLanding["plan"] & {},
      }),
      slips: [...(before?.slips ?? []), ...slipOf(before?.release, news.release, at, caller.name)],
    };
    await recordNews(ctx, caller, { kind: "landing", key: ticket, body: landing }, before);
    return await shown(ctx, caller, landing);
  });
}

export async function listLandings(ctx: Context, caller: Caller): Promise<ShownLanding[]> {
  const all = [...(await ctx.known.landings()).values()].sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
  return await Promise.all(all.map((landing) => shown(ctx, caller, landing)));
}

export async function oneLanding(ctx: Context, caller: Caller, ticket: string): Promise<ShownLanding> {
  const landing = (await ctx.known.landings()).get(ticket);
  if (landing) return await shown(ctx, caller, landing);
  throw new Fault("not_found", `No landing is prepared for ${ticket}; tarnish landing set ${ticket} does it.`);
}

function dated(one: Expectation, before: StoredLanding | undefined, at: string): StoredExpectation {
  const same = before?.plan?.expects?.find(({ declaredAt: _, ...declared }) => canonical(declared) === canonical(one));
  return { ...one, declaredAt: same?.declaredAt ?? at };
}

const slipOf = (from: string | undefined, to: string | undefined, at: string, who: string): Slip[] =>
  from === undefined || to === undefined || from === to ? [] : [{ from, to, at, who }];

/** The service's own order of events decides: what a rig says of its clock does not. */
export async function firstRunOf(ctx: Context, ticket: string, hidden: ReadonlySet<string>): Promise<Date | null> {
  const mine = [...(await ctx.known.changesets()).values()].filter(
    (one) => one.ticket === ticket && !hidden.has(one.sha),
  );
  const points = await ctx.store.pointsOfChangesets(mine.map(({ sha }) => sha));
  const times = points.map(({ acceptedAt }) => acceptedAt.getTime());
  return times.length === 0 ? null : new Date(times.reduce((least, time) => Math.min(least, time)));
}

export const isLate = ({ declaredAt }: StoredExpectation, firstRun: Date | null): boolean =>
  firstRun !== null && Date.parse(declaredAt) >= firstRun.getTime();

async function shown(ctx: Context, caller: Caller, landing: StoredLanding): Promise<ShownLanding> {
  const firstRun = await withoutHidden(ctx, caller, (hidden) => firstRunOf(ctx, landing.ticket, hidden));
  const late = (landing.plan?.expects ?? []).flatMap((one, i) => (isLate(one, firstRun) ? [i] : []));
  return { ...landing, firstRunAt: firstRun?.toISOString() ?? null, late, absent: absentOf(landing) };
}

/** Which parts each kind of landing is prepared with. */
const PREPARED: Record<LandingKind, readonly (keyof typeof PARTS)[]> = {
  feature: ["release", "designs", "inspections", "cells", "benchmarks", "expects"],
  fix: ["release", "inspections", "benchmarks"],
  trivial: ["inspections"],
  revert: [],
};

const PARTS = {
  release: "target release",
  designs: "design documents",
  inspections: "inspections",
  cells: "cells of the test plan",
  benchmarks: "benchmarks of the test plan",
  expects: "expected effects",
} as const;

function absentOf({ kind, release, designs, inspections, plan }: Landing): string[] {
  const given = { release: release ? [release] : [], designs, inspections, ...plan };
  const needed = PREPARED[kind ?? "feature"].filter((part) => (given[part] ?? []).length === 0);
  return [...(kind === undefined ? ["kind"] : []), ...needed.map((part) => PARTS[part])];
}
