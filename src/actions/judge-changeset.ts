/** May this changeset land? Gathers the evidence, asks the gate, and records the answer when its inputs changed. */
import { LandingOrder } from "../detect/landing-order.ts";
import { judgeLanding } from "../gate/judge-landing.ts";
import type { LandingQuestion } from "../gate/landing.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import type { SeriesRow, StoredPoint } from "../store/store.ts";
import type { Caller, Context } from "./context.ts";
import { contentHash } from "./identify.ts";
import { missingCells } from "./missing-cells.ts";
import { sightOf, visibleSeries } from "./read-series.ts";
import { record } from "./record.ts";
import { inSeriesUnit } from "./series-history.ts";
import { seriesQuestion } from "./series-question.ts";

const GATE: Caller = { name: "gate", scopes: [] };

/** Equal sight gets the equal answer, from memory while nothing new has arrived. */
export async function judgeChangeset(ctx: Context, caller: Caller, sha: string): Promise<ChangesetVerdict> {
  const visible = new Map((await visibleSeries(ctx, caller)).map((series) => [series.id, series]));
  return await ctx.known.derived(`verdict ${sha} ${sightOf(caller)}`, () => judge(ctx, sha, visible));
}

async function judge(ctx: Context, sha: string, visible: ReadonlyMap<string, SeriesRow>): Promise<ChangesetVerdict> {
  const { question, isPartial } = await landingQuestion(ctx, sha, visible);
  const answer = judgeLanding(question);
  const changeset = (await ctx.known.changesets()).get(sha);
  const verdict: ChangesetVerdict = {
    sha,
    ...answer,
    ...(isPartial && { partial: true }),
    policy: { name: ctx.policy.name, version: ctx.policy.version },
    patchset: changeset?.patchset ?? null,
    eta: null,
    waivers: [],
    engine: ENGINE_VERSION,
    inputs: `sha256:${contentHash({ question, engine: ENGINE_VERSION }, ctx.sha256)}`,
  };
  if (!isPartial && question.series.length > 0) await recordVerdict(ctx, verdict);
  return verdict;
}

async function recordVerdict(ctx: Context, verdict: ChangesetVerdict): Promise<void> {
  const before = (await ctx.store.entity("verdict", verdict.sha))?.body as ChangesetVerdict | undefined;
  if (before?.inputs !== verdict.inputs)
    await record(ctx, GATE, [{ kind: "verdict", key: verdict.sha, body: verdict }]);
}

/** Everything that the verdict is a function of, for the series that the caller may see. */
async function landingQuestion(
  ctx: Context,
  sha: string,
  visible: ReadonlyMap<string, SeriesRow>,
): Promise<{ question: LandingQuestion; isPartial: boolean }> {
  const changesets = await ctx.known.changesets();
  const order = new LandingOrder(changesets);
  const ancestors = order.ancestors(sha);
  const posted = await ctx.store.pointsOfChangeset(sha);
  const mine = posted.filter(({ series }) => visible.has(series));
  const measured = new Set(mine.map(({ series }) => series));
  const ids = [...visible.keys()].filter((id) => measured.has(id)); // in the order of their names
  const history = groupBySeries(await ctx.store.points(ids));
  const landed = ancestors.filter(({ isLanded }) => isLanded).map((ancestor) => ancestor.sha);
  const trunk = order.trunk(changesets.get(landed[0] ?? "")?.branch ?? "");
  const later = trunk.slice(trunk.indexOf(landed[0] ?? "") + 1);
  const series = await Promise.all(
    ids.map(async (id) => {
      const row = visible.get(id) as SeriesRow;
      const points = (history.get(id) ?? []).map((point) => inSeriesUnit(point, row));
      return await seriesQuestion(ctx, {
        series: row,
        sha,
        parentSha: ancestors[0]?.sha ?? null,
        landed,
        later: later.filter((landedSha) => landedSha !== sha),
        points,
      });
    }),
  );
  const missing = await missingCells(ctx, landed, visible, mine);
  return {
    question: { policy: ctx.policy, sha, parentSha: ancestors[0]?.sha ?? null, series, missing },
    isPartial: visible.size < (await ctx.known.series()).size,
  };
}

function groupBySeries(points: readonly StoredPoint[]): Map<string, StoredPoint[]> {
  const groups = new Map<string, StoredPoint[]>();
  for (const point of points) {
    const group = groups.get(point.series);
    if (group) group.push(point);
    else groups.set(point.series, [point]);
  }
  return groups;
}
