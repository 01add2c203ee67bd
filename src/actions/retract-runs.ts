/** What a rig measured over a stretch of time does not count any more: who relied on it, and what do they hear now? */
import { Fault } from "../model/fault.ts";
import type { Retraction } from "../model/retraction.ts";
import type { VerdictWord } from "../model/verdict.ts";
import { type Caller, type Context, demand, isAdmin } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { canSee } from "./read-series.ts";
import { record } from "./record.ts";

export interface RetractionAsk {
  readonly rig: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A changeset whose verdict counted one of the runs; words are those that the caller may hear. */
export interface Relying {
  readonly sha: string;
  readonly before: VerdictWord;
  readonly now: VerdictWord;
}

export interface Retracted {
  readonly retraction: Retraction;
  /** How many runs it strikes, of those posted so far. */
  readonly runs: number;
  readonly relied: readonly Relying[];
}

/** More runs than this are retracted by parts: each of them is named in what follows. */
const MOST_RUNS = 10_000;

/** The runs stay where they are and are shown; points, change points and verdicts are derived without them. */
export async function retractRuns(ctx: Context, caller: Caller, ask: RetractionAsk): Promise<Retracted> {
  await demandRig(ctx, caller, ask.rig);
  const [from, to] = [new Date(ask.from), new Date(ask.to)];
  if (to < from) throw faulty("/to", "is before `from`");
  if (from > ctx.now()) throw faulty("/from", "is still to come: what was not measured yet cannot be retracted");
  const said = { ...ask, from: from.toISOString(), to: to.toISOString() };
  const before = [...(await ctx.known.retractions()).values()].find((one) => isSame(one, said));
  return await rule(ctx, caller, before ?? { id: ctx.newId(), ...said }, before !== undefined);
}

/** A retraction that was a mistake: its runs count again. */
export async function withdrawRetraction(ctx: Context, caller: Caller, id: string, reason: string): Promise<Retracted> {
  const retraction = (await ctx.known.retractions()).get(id);
  const rig = retraction && (await ctx.known.rigs()).get(retraction.rig);
  if (!retraction || !canSee(caller, rig)) {
    throw new Fault("not_found", `There is no retraction ${id}; GET /v1/retractions lists them.`);
  }
  await demandRig(ctx, caller, retraction.rig);
  if (retraction.withdrawn !== undefined)
    throw new Fault("conflict", `Retraction ${id} was withdrawn already: ${retraction.withdrawn}`);
  return await rule(ctx, caller, { ...retraction, withdrawn: reason });
}

/** Newest first. */
export async function listRetractions(ctx: Context, caller: Caller): Promise<Retraction[]> {
  const rigs = await ctx.known.rigs();
  return [...(await ctx.known.retractions()).values()]
    .filter(({ rig }) => canSee(caller, rigs.get(rig)))
    .sort((a, b) => (a.from < b.from ? 1 : -1));
}

/** Sent again, it is the same retraction. */
const isSame = ({ rig, from, to, reason, withdrawn }: Retraction, said: RetractionAsk): boolean =>
  withdrawn === undefined && rig === said.rig && from === said.from && to === said.to && reason === said.reason;

async function demandRig(ctx: Context, caller: Caller, name: string): Promise<void> {
  const rig = (await ctx.known.rigs()).get(name);
  const vendor = rig && canSee(caller, rig) ? rig.vendor : undefined;
  demand(caller, "triage", ...(vendor === undefined ? [] : [`rig-admin:${vendor}`]));
  if (!rig || !canSee(caller, rig)) throw faulty("/rig", `there is no rig ${name}; tarnish rig list shows them`);
}

const faulty = (path: string, detail: string): Fault =>
  new Fault("invalid", `The retraction is refused: ${path.slice(1)} ${detail}.`, [{ path, detail }]);

/** The answers before and after are those at the caller's sight; what is recorded is at full sight. */
async function rule(ctx: Context, caller: Caller, retraction: Retraction, isKnown = false): Promise<Retracted> {
  const { id, rig, from, to } = retraction;
  const struck = await ctx.store.runs({ rigs: [rig], from: new Date(from), to: new Date(to), limit: MOST_RUNS + 1 });
  if (struck.length > MOST_RUNS) throw faulty("/to", `leaves more than ${MOST_RUNS} runs: retract a shorter time`);
  const all = await ctx.store.relyingOn(struck.map(({ run }) => run));
  const hidden = isAdmin(caller) ? new Set<string>() : await hiddenChangesets(ctx, caller);
  const relying = all.filter((sha) => !hidden.has(sha));
  const before: VerdictWord[] = [];
  for (const sha of relying) before.push((await judgeChangeset(ctx, caller, sha)).verdict);
  if (!isKnown) await record(ctx, caller, [{ kind: "retraction", key: id, body: retraction }]);
  const relied: Relying[] = [];
  for (const [index, sha] of relying.entries()) {
    const { verdict } = await judgeChangeset(ctx, caller, sha);
    relied.push({ sha, before: before[index] ?? verdict, now: verdict });
  }
  return { retraction, runs: struck.length, relied };
}
