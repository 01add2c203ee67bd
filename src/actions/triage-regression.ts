/** A person says what is to be done about a regression; everything that was ever said of it stays on record. */
import { conditionOf, faultsOf, untouched, withAct } from "../gate/triage.ts";
import { withBeside } from "../gate/triage-beside.ts";
import { Fault, type FaultDetail } from "../model/fault.ts";
import type { Regression, Triage, TriageAct, TriageChange } from "../model/regression.ts";
import { announcedChanges } from "./announce-changes.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { listRegressions, oneRegression } from "./list-regressions.ts";
import { visibleSeries } from "./read-series.ts";
import { record } from "./record.ts";

/** Sent again it changes nothing. */
export async function triageRegression(
  ctx: Context,
  caller: Caller,
  id: string,
  change: TriageChange,
): Promise<Regression> {
  demand(caller, "triage");
  await oneRegression(ctx, caller, id);
  await ctx.known.inTurn(async () => {
    const triage = (await ctx.known.triages()).get(id) ?? untouched(id);
    const faults = [...faultsOf(triage, change), ...(await unknownIn(ctx, caller, id, change))];
    if (faults.length > 0) throw new Fault("invalid", `Regression ${id} was left as it is.`, faults);
    const { changes } = await announcedChanges(ctx);
    const mine = changes.flatMap(({ announced }) => (announced.regression === id ? [announced] : []));
    const { occurrence } = conditionOf(mine);
    const next = withAct(triage, change, { who: caller.name, at: ctx.now().toISOString(), occurrence });
    if (next !== triage) await say(ctx, caller, next);
  });
  return await oneRegression(ctx, caller, id);
}

/**
 * Durable when it resolves, with what others said beside it: whoever writes looks afterwards, so that of two replicas that
 * write at one instant the later sees what the other said.
 */
export async function say(ctx: Context, caller: Caller, triage: Triage): Promise<void> {
  const { store } = ctx;
  for (let next = triage, isWhole = false; !isWhole; ) {
    await record(ctx, caller, [{ kind: "triage", key: next.id, body: next }]);
    const said = (await store.history("triage", next.id)).map(({ body }) => body as Triage);
    const standing = ((await store.entity("triage", next.id))?.body as Triage | undefined) ?? next;
    next = withBeside(standing, said);
    isWhole = next === standing;
  }
}

/** What does not exist is refused, and so is what the caller may not see. */
async function unknownIn(ctx: Context, caller: Caller, id: string, change: TriageChange): Promise<FaultDetail[]> {
  const faults: FaultDetail[] = [];
  const { cause } = change;
  if (typeof cause === "string" && !(await visibleChangesets(ctx, caller)).some(({ sha }) => sha === cause))
    faults.push({ path: "/cause", detail: `${cause} is not a known changeset; send its whole sha` });
  const others = new Map((await listRegressions(ctx, caller)).map((one) => [one.id, one]));
  for (const field of ["duplicateOf", "downstreamOf"] as const) {
    const named = change[field];
    if (typeof named !== "string" || named === id) continue;
    if (!others.has(named)) faults.push({ path: `/${field}`, detail: `${named} is not a known regression` });
    else if (leadsTo(others, named, id, field))
      faults.push({ path: `/${field}`, detail: `${named} is one of this regression already` });
  }
  return faults;
}

/** Whoever follows the links must come to an end. */
function leadsTo(
  all: ReadonlyMap<string, Regression>,
  from: string,
  to: string,
  field: "duplicateOf" | "downstreamOf",
): boolean {
  const seen = new Set<string>();
  for (let at: string | null = from; at !== null && !seen.has(at); at = all.get(at)?.[field] ?? null) {
    if (at === to) return true;
    seen.add(at);
  }
  return false;
}

/** What people did, oldest first, for those who may see all of it. */
export async function actsOf(ctx: Context, caller: Caller, id: string): Promise<readonly TriageAct[]> {
  const seen = new Set((await visibleSeries(ctx, caller)).map((series) => series.id));
  const { changes } = await announcedChanges(ctx);
  const isWhole = changes.every(({ announced, row }) => announced.regression !== id || seen.has(row.id));
  return isWhole ? ((await ctx.known.triages()).get(id)?.acts ?? []) : [];
}
