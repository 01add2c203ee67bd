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
    if (next !== triage) await recordTriage(ctx, caller, next);
  });
  return await oneRegression(ctx, caller, id);
}

/** Looks at what others said beside, of one regression at one instant. */
const MOST_LOOKS = 10;

/**
 * Durable when it resolves, with what others said beside it: whoever writes looks afterwards, so that of two replicas that
 * write at one instant the later sees what the other said.
 */
export async function recordTriage(ctx: Context, caller: Caller, triage: Triage): Promise<void> {
  const { store } = ctx;
  const { id } = triage;
  let next = triage;
  let at = ctx.now();
  for (let look = 0; look < MOST_LOOKS; look++) {
    await record({ ...ctx, now: () => at }, caller, [{ kind: "triage", key: id, body: next }]);
    const said = (await store.history("triage", id)).map(({ body }) => body as Triage);
    const entity = await store.entity("triage", id);
    const standing = (entity?.body as Triage | undefined) ?? next;
    next = withBeside(standing, said);
    if (next === standing) return;
    // The later of two is the state: a replica whose clock is behind would write in vain for as long as it is.
    at = new Date(Math.max(ctx.now().getTime(), Date.parse(entity?.at ?? "") + 1 || 0));
  }
  throw new Fault("unavailable", `Many speak of regression ${id} at this moment; look at it, and say it again.`);
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
