/** Greens that were measured again: how many of them were none? */
import { auditCount } from "../gate/audit-count.ts";
import type { AuditCount, AuditedLanding } from "../model/audit.ts";
import type { ChangesetVerdict, VerdictWord } from "../model/verdict.ts";
import { releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { judgeChangeset } from "./judge-changeset.ts";
import { EVERYTHING } from "./known.ts";
import { canSee, sightOf } from "./read-series.ts";
import { releaseRange } from "./release-range.ts";

export interface AuditsAsk {
  /** Only what is new in this release. */
  readonly release?: string | undefined;
  readonly rig?: string | undefined;
}

export interface AuditsAnswer extends AuditCount {
  /** The newest first. */
  readonly items: readonly AuditedLanding[];
  /** True when the caller may not see every rig. */
  readonly partial?: boolean;
}

/** Two of a hundred landings: of more than this the oldest are left out. */
const MOST = 100;

/** As the caller may see them: each verdict is that of the rigs they see. */
export async function readAudits(ctx: Context, caller: Caller, ask: AuditsAsk): Promise<AuditsAnswer> {
  const { release, rig } = ask;
  const name = `audits ${JSON.stringify([sightOf(caller), release, rig])}`;
  return await ctx.known.derived(name, () => audits(ctx, caller, ask), [...EVERYTHING, "work"]);
}

async function audits(ctx: Context, caller: Caller, { release, rig }: AuditsAsk): Promise<AuditsAnswer> {
  const rigs = [...(await ctx.known.rigs()).values()];
  const visible = rigs.filter((one) => canSee(caller, one));
  const names = visible.flatMap((one) => (rig === undefined || one.rig === rig ? [one.rig] : []));
  const own = release === undefined ? null : new Set(await releaseRange(ctx, await releaseState(ctx, caller, release)));
  const hidden = await hiddenChangesets(ctx, caller);
  const landing = await ctx.known.landingOrder();
  const done = (await ctx.store.work.done(names, "audit")).flatMap(({ order: { sha, rig: on } }) => {
    const landed = landing.historyOf(sha); // measured before it landed, perhaps, under another name
    return hidden.has(sha) || hidden.has(landed) || (own !== null && !own.has(landed))
      ? []
      : [{ sha: landed, rig: on }];
  });
  const items: AuditedLanding[] = [];
  for (const [sha, some] of [...groupedBy(done, (one) => one.sha)].slice(0, MOST)) {
    const verdict = await judgeChangeset(ctx, caller, sha);
    items.push({ sha, verdict: wordOf(verdict), rigs: [...new Set(some.map((one) => one.rig))].sort() });
  }
  return { ...auditCount(items), items, ...(visible.length < rigs.length && { partial: true }) };
}

/** A waiver lets a red landing through and makes it no green. */
function wordOf({ verdict, series }: Pick<ChangesetVerdict, "verdict" | "series">): VerdictWord {
  return series.some((one) => one.role !== "advisory" && one.verdict === "fail") ? "fail" : verdict;
}
