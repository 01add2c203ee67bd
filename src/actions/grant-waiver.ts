/** Waivers: who lets a known regression, or a missing measurement, through; why, for which ticket, until when. */

import { matchesAny, selects } from "../gate/selects.ts";
import { isWaivable } from "../gate/waivers.ts";
import { Fault } from "../model/fault.ts";
import type { Policy } from "../model/policy.ts";
import type { Selector } from "../model/selector.ts";
import type { ChangesetVerdict, SeriesVerdict } from "../model/verdict.ts";
import type { Waived, WaivedSeries, Waiver } from "../model/waiver.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { policyFor } from "./policy-for.ts";
import { visibleSeries } from "./read-series.ts";
import { record } from "./record.ts";
import { visibleWaivers } from "./waivers.ts";

export interface WaiverAsk {
  /** A regression: of the series that fail, those that it means. */
  readonly series?: Selector | undefined;
  /** Ids of series: of those that fail, these and no others. */
  readonly only?: readonly string[] | undefined;
  /** An absence: a required cell, by its name or as the verdict calls it. */
  readonly cell?: string | undefined;
  readonly reason: string;
  readonly ticket: string;
  /** The policy's longest when absent. */
  readonly expiresAt?: string | undefined;
}

const DAY = 86_400_000;

export async function grantWaiver(ctx: Context, caller: Caller, named: string, ask: WaiverAsk): Promise<Waiver> {
  demand(caller, "waive");
  const verdict = await judgeChangeset(ctx, caller, named);
  if (!(await visibleChangesets(ctx, caller)).some(({ sha }) => sha === verdict.sha)) {
    throw new Fault("not_found", `There is no changeset ${named}; tarnish changeset list shows them.`);
  }
  const { policy } = await policyFor(ctx, verdict.sha);
  refuseStrangers(caller, policy);
  const waiver: Waiver = {
    id: ctx.newId(),
    sha: verdict.sha,
    waives: await waivedBy(ctx, caller, verdict, ask),
    reason: ask.reason,
    ticket: ask.ticket,
    who: caller.name,
    at: ctx.now().toISOString(),
    expiresAt: expiryOf(ctx.now(), policy, ask.expiresAt),
    isRevoked: false,
  };
  await record(ctx, caller, [{ kind: "waiver", key: waiver.id, body: waiver }]);
  return waiver;
}

/** An end before its time; what it let through counts again. */
export async function revokeWaiver(ctx: Context, caller: Caller, id: string): Promise<Waiver> {
  demand(caller, "waive");
  const isVisible = (await visibleWaivers(ctx, caller)).some((one) => one.id === id);
  const waiver = isVisible ? (await ctx.known.waivers()).get(id) : undefined;
  if (!waiver) throw new Fault("not_found", `There is no waiver ${id}; tarnish waiver list shows them.`);
  refuseStrangers(caller, (await policyFor(ctx, waiver.sha)).policy);
  const revoked = { ...waiver, isRevoked: true };
  await record(ctx, caller, [{ kind: "waiver", key: id, body: revoked }]);
  return revoked;
}

function refuseStrangers(caller: Caller, { name, waivers }: Policy): void {
  if (matchesAny(waivers.who, caller.name)) return;
  const who = waivers.who.length === 0 ? "nobody" : waivers.who.join(", ");
  throw new Fault("forbidden", `${caller.name} may not waive: the policy ${name} lets ${who} do it.`);
}

function expiryOf(now: Date, { name, waivers }: Policy, asked: string | undefined): string {
  const latest = new Date(now.getTime() + waivers.longestDays * DAY);
  const end = asked === undefined ? latest : new Date(asked);
  const wrong = (detail: string) => new Fault("invalid", `The waiver ${detail}.`, [{ path: "/expiresAt", detail }]);
  if (end <= now) throw wrong(`would have ended on ${end.toISOString()} already`);
  if (end > latest)
    throw wrong(
      `may last ${waivers.longestDays} days at the most by the policy ${name}, until ${latest.toISOString()}`,
    );
  return end.toISOString();
}

async function waivedBy(ctx: Context, caller: Caller, verdict: ChangesetVerdict, ask: WaiverAsk): Promise<Waived> {
  if (ask.cell !== undefined) {
    const missing = verdict.missing.filter(({ cell, what }) => ask.cell === cell || ask.cell === what);
    if (missing.length > 0) return { kind: "absence", cells: [ask.cell] };
    const there = [...new Set(verdict.missing.map(({ cell, what }) => cell ?? what))];
    const known = there.length === 0 ? "nothing is missing" : `missing are: ${there.join("; ")}`;
    throw new Fault("invalid", `${ask.cell} is not missing of ${verdict.sha}: ${known}.`, [
      { path: "/cell", detail: "is not missing" },
    ]);
  }
  const rows = new Map((await visibleSeries(ctx, caller)).map((row) => [row.id, row]));
  const rigs = await ctx.known.rigs();
  const isMeant = (one: SeriesVerdict) => {
    const row = rows.get(one.series);
    if (row === undefined || (ask.only !== undefined && !ask.only.includes(one.series))) return false;
    return selects(ask.series ?? {}, { ...row, labels: rigs.get(row.rig)?.labels ?? [] });
  };
  const meant = verdict.series.filter((one) => isWaivable(one) && isMeant(one));
  if (meant.length > 0) return { kind: "regression", series: meant.map(waivedSeries) };
  const failing = verdict.series.filter(isWaivable).map(nameOf);
  const known = failing.length === 0 ? "no series of it fails" : `failing are: ${failing.join("; ")}`;
  throw new Fault("invalid", `There is no such regression of ${verdict.sha} to waive: ${known}.`, [
    { path: "/series", detail: "means no series that fails" },
  ]);
}

const nameOf = ({ metric, benchmark, rig }: SeriesVerdict): string => `${metric} of ${benchmark} on ${rig}`;

function waivedSeries(one: SeriesVerdict): WaivedSeries {
  const { effect, better, series } = one;
  const log = effect?.scale === "ratio" && effect.value > 0 ? Math.log(effect.value) : 0;
  return { series, name: nameOf(one), worsening: Math.max(0, better === "lower" ? log : -log) };
}
