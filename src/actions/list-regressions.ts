/** Regressions as a reader may see them: the series that are theirs to see, what became of them, what people decided. */

import { untouched } from "../gate/triage.ts";
import { Fault } from "../model/fault.ts";
import type { Regression, RegressionState, Triage } from "../model/regression.ts";
import { announcedChanges, type StandingChanges } from "./announce-changes.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { regressionOf } from "./regression-of.ts";

export interface RegressionFilter {
  readonly states?: readonly RegressionState[] | undefined;
  readonly kind?: Regression["kind"] | undefined;
  readonly certainty?: Regression["certainty"] | undefined;
  readonly material?: boolean | undefined;
  readonly branch?: string | undefined;
  readonly rig?: string | undefined;
  readonly series?: string | undefined;
  /** Sha of a candidate, whole or abbreviated. */
  readonly changeset?: string | undefined;
  readonly assignee?: string | undefined;
  readonly ticket?: string | undefined;
  readonly overdue?: boolean | undefined;
  /** Any part of the title, of a benchmark, metric or rig. */
  readonly q?: string | undefined;
}

/** The newest first. */
export async function listRegressions(
  ctx: Context,
  caller: Caller,
  filter: RegressionFilter = {},
): Promise<Regression[]> {
  return (await allRegressions(ctx, caller)).filter((one) => fits(one, filter));
}

export async function oneRegression(ctx: Context, caller: Caller, id: string): Promise<Regression> {
  const found = (await allRegressions(ctx, caller)).find((one) => one.id === id);
  if (!found) throw new Fault("not_found", `There is no regression ${id}; tarnish regression list shows them.`);
  return found;
}

/** Equal sight sees equal regressions. The clocks are of the minute in which they were read. */
async function allRegressions(ctx: Context, caller: Caller): Promise<readonly Regression[]> {
  const standing = await announcedChanges(ctx);
  const minute = ctx.now().toISOString().slice(0, 16);
  const name = `regressions ${sightOf(caller)} ${minute}`;
  return await ctx.known.derived(name, () => shownTo(ctx, caller, standing), [
    "runs",
    "changesets",
    "entities",
    "triage",
  ]);
}

async function shownTo(ctx: Context, caller: Caller, { changes, trunks }: StandingChanges): Promise<Regression[]> {
  const seen = new Set((await visibleSeries(ctx, caller)).map(({ id }) => id));
  const visible = changes.filter(({ row }) => seen.has(row.id));
  const all = groupedBy(changes, ({ announced }) => announced.regression);
  const groups = groupedBy(visible, ({ announced }) => announced.regression);
  const triages = await ctx.known.triages();
  const hidden = await hiddenChangesets(ctx, caller);
  const duplicates = groupedBy(
    [...groups.keys()].filter((id) => triages.get(id)?.disposition === "duplicate"),
    (id) => triages.get(id)?.duplicateOf ?? "",
  );
  const shown = await Promise.all(
    [...groups].map(async ([id, members]) => {
      const triage = triages.get(id) ?? untouched(id);
      const isWhole = members.length === all.get(id)?.length;
      const open = (other: string | null) => (other !== null && groups.has(other) ? other : null);
      const said: Triage = {
        ...triage,
        notes: isWhole ? triage.notes : [], // people may speak of what this reader must not see
        cause: triage.cause !== null && hidden.has(triage.cause) ? null : triage.cause,
        duplicateOf: open(triage.duplicateOf),
        downstreamOf: open(triage.downstreamOf),
      };
      const trunk = trunks.get(members[0]?.announced.branch ?? "") ?? [];
      return await regressionOf(ctx, members, said, { trunk, hidden, duplicates: duplicates.get(id) ?? [] });
    }),
  );
  return shown.sort((a, b) => (`${b.announcedAt} ${a.id}` < `${a.announcedAt} ${b.id}` ? -1 : 1));
}

function fits(one: Regression, filter: RegressionFilter): boolean {
  const { states, changeset, q } = filter;
  const same = <T>(wanted: T | undefined, is: T) => wanted === undefined || wanted === is;
  const words = [one.title, ...one.benchmarks, ...one.rigs, ...one.members.map(({ metric }) => metric)].join(" ");
  return (
    (states === undefined || states.includes(one.state)) &&
    same(filter.kind, one.kind) &&
    same(filter.certainty, one.certainty) &&
    same(filter.material, one.isMaterial) &&
    same(filter.branch, one.branch) &&
    (filter.rig === undefined || one.rigs.includes(filter.rig)) &&
    (filter.series === undefined || one.members.some(({ series }) => series === filter.series)) &&
    (changeset === undefined || one.candidates.some(({ sha }) => sha.startsWith(changeset))) &&
    same(filter.assignee, one.assignee ?? undefined) &&
    same(filter.ticket, one.ticket ?? undefined) &&
    same(filter.overdue, one.clock.isOverdue) &&
    (q === undefined || words.toLowerCase().includes(q.toLowerCase()))
  );
}
