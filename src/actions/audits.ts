/** Greens that were measured again: how many of them were none? */
import { auditCount } from "../gate/audit-count.ts";
import type { AuditCount, AuditedLanding } from "../model/audit.ts";
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
  const done = (await ctx.store.work.done(names, "audit")).filter(
    ({ order: { sha } }) => !hidden.has(sha) && (own === null || own.has(sha)),
  );
  const items: AuditedLanding[] = [];
  for (const [sha, some] of [...groupedBy(done, ({ order }) => order.sha)].slice(0, MOST)) {
    const { verdict } = await judgeChangeset(ctx, caller, sha);
    items.push({ sha, verdict, rigs: [...new Set(some.map(({ order }) => order.rig))].sort() });
  }
  return { ...auditCount(items), items, ...(visible.length < rigs.length && { partial: true }) };
}
