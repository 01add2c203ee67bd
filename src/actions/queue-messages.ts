/** What is there to tell, and to whom? Looked at again whenever something arrived; what was said once is not said again. */
import type { Target } from "../model/message.ts";
import type { Regression } from "../model/regression.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import { WORST_FIRST } from "../model/verdict.ts";
import type { Watchdog } from "../model/watchdog.ts";
import type { Caller, Context } from "./context.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { listRegressions } from "./list-regressions.ts";
import { canSee } from "./read-series.ts";
import { knownSince, type Saying, sayOnce } from "./say-once.ts";
import { showWatchdogs } from "./show-watchdogs.ts";
import type { VerdictData } from "./verdict-text.ts";

/** Changesets whose verdicts are looked at: those of the newest runs. */
const RECENT_RUNS = 300;
const RECENT_CHANGESETS = 30;
/** Of long lists a message has so many. */
const MOST_SERIES = 20;

export interface Telling {
  readonly targets: readonly Target[];
  /** Where people find the pages; null where nobody said. */
  readonly site: string | null;
}

/** How many messages were queued. */
export async function queueMessages(ctx: Context, { targets, site }: Telling): Promise<number> {
  let queued = 0;
  for (const target of targets) {
    const since = await knownSince(ctx, target);
    const caller = { name: target.name, scopes: target.sees.map((vendor) => `read:private:${vendor}`) };
    for await (const saying of sayings(ctx, target, caller, site)) {
      if (await sayOnce(ctx, target, since, saying)) queued++;
    }
  }
  return queued;
}

async function* sayings(ctx: Context, target: Target, caller: Caller, site: string | null): AsyncGenerator<Saying> {
  if (target.tells.includes("regression")) {
    for (const one of await listRegressions(ctx, caller)) {
      const saying = ofRegression(one, site);
      if (saying) yield saying;
    }
  }
  if (target.tells.includes("watchdog")) {
    for (const one of await showWatchdogs(ctx, caller)) yield ofWatchdog(one);
  }
  if (!target.tells.includes("verdict")) return;
  const changesets = await ctx.known.changesets();
  for (const sha of await recentChangesets(ctx, caller)) {
    if (target.kind === "gerrit" && changesets.get(sha)?.position !== undefined) continue; // it landed: nobody votes on it
    yield await ofVerdict(ctx, target, await judgeChangeset(ctx, caller, sha), site);
  }
}

/** One message a cause: when it is sure and large enough, when it is over, and when it comes back. */
export function ofRegression(one: Regression, site: string | null): Saying | null {
  const { id, kind, state, certainty, isMaterial, reopened, clock, closedAt } = one;
  if (kind === "improvement") return null;
  const isOver = state === "recovered" || state === "withdrawn";
  if (!isOver && (!isMaterial || certainty !== "confirmed" || (state !== "open" && state !== "acknowledged")))
    return null;
  const happened = reopened > 0 ? "reopened" : "announced";
  const what = isOver ? state : happened;
  const at = isOver ? (closedAt ?? clock.since) : clock.since;
  const told = () => ({ type: `regression.${what}`, timestamp: at, data: regressionData(one, site) });
  return { topic: "regression", about: id, say: `${what} ${reopened + 1}`, isFollowUp: isOver, at, told };
}

/** Told once; of what it was silent about before the target was known, too, because it still is so. */
function ofWatchdog(one: Watchdog): Saying {
  const told = () => ({ type: "watchdog.found", timestamp: one.since, data: { ...one } });
  const say = one.kind === "silent" ? `since ${one.since}` : "found";
  return { topic: "watchdog", about: one.id, say, isFollowUp: false, at: LATER, told };
}

/** After every instant. */
const LATER = "9999";

function regressionData(one: Regression, site: string | null): Readonly<Record<string, unknown>> {
  const { notes: _, clock: __, members, candidates, ...rest } = one;
  return {
    ...rest,
    candidates: candidates.slice(0, MOST_SERIES),
    candidateCount: candidates.length,
    members: members.slice(0, MOST_SERIES),
    memberCount: members.length,
    url: site === null ? null : `${site}/regressions/${one.id}`,
  };
}

/** Newest first. */
async function recentChangesets(ctx: Context, caller: Caller): Promise<string[]> {
  const rigs = [...(await ctx.known.rigs()).values()].filter((rig) => canSee(caller, rig)).map(({ rig }) => rig);
  if (rigs.length === 0) return [];
  const runs = await ctx.store.runs({ rigs, limit: RECENT_RUNS });
  return [...new Set(runs.map(({ sha }) => sha))].slice(0, RECENT_CHANGESETS);
}

/** Final verdicts, and that one is final no longer. Only GitHub has a word for what is still being measured. */
async function ofVerdict(
  ctx: Context,
  target: Target,
  verdict: ChangesetVerdict,
  site: string | null,
): Promise<Saying> {
  const { final, sha } = verdict;
  const word = final ? verdict.verdict : "pending";
  const at = ctx.now().toISOString();
  const data = await verdictData(ctx, verdict, site);
  const told = () => ({ type: `verdict.${final ? word : "withdrawn"}`, timestamp: at, data: { ...data } });
  return { topic: "verdict", about: sha, say: word, isFollowUp: !final && target.kind !== "github", at, told };
}

async function verdictData(ctx: Context, verdict: ChangesetVerdict, site: string | null): Promise<VerdictData> {
  const { sha, verdict: word, final, why, patchset } = verdict;
  const { changeId = null, branch = null, subject = null } = (await ctx.known.changesets()).get(sha) ?? {};
  const holding = verdict.series.filter((one) => one.verdict !== "pass" && one.role !== "advisory");
  holding.sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict));
  return {
    ...{ sha, verdict: word, final, why, changeId, branch, patchset, subject },
    series: holding.slice(0, MOST_SERIES).map((one) => ({
      name: `${one.metric} of ${one.benchmark} on ${one.rig}`,
      verdict: one.verdict,
      why: one.why,
    })),
    more: Math.max(0, holding.length - MOST_SERIES),
    url: site === null ? null : `${site}/changesets/${encodeURIComponent(sha)}`,
  };
}
