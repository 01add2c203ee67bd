/** The evidence pack of a landing, as far as the reader may see it. */
import type { LandingQuestion } from "../gate/landing.ts";
import { COLLATERAL_SCHEMA, type Collateral, type CollateralRun, type SealedCollateral } from "../model/collateral.ts";
import type { Environment } from "../model/run.ts";
import type { RunConditions } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { contentHash } from "./identify.ts";
import { judge } from "./judge-changeset.ts";
import { partsOf } from "./seal.ts";

export type LandingCollateral = SealedCollateral<LandingQuestion>;
export type CollateralSeries = LandingQuestion["series"][number];

export async function collateralOf(ctx: Context, caller: Caller, named: string): Promise<LandingCollateral> {
  const sha = await fullSha(ctx, caller, named);
  const { question: asked, verdict } = await judge(ctx, caller, sha);
  const question = { ...asked, series: asked.series.map(bare) };
  const { eta: _, ...answer } = verdict;
  const isHidden = (await hiddenChangesets(ctx, caller)).has(sha);
  const changeset = isHidden ? undefined : (await ctx.known.changesets()).get(sha);
  const body: Collateral<LandingQuestion> = {
    schema: COLLATERAL_SCHEMA,
    sha,
    changeset: changeset ?? null,
    landing: (await ctx.known.landings()).get(changeset?.ticket ?? "") ?? null,
    waivers: verdict.waivers,
    engine: verdict.engine,
    question,
    ...(await evidence(ctx, question)),
    verdict: answer,
  };
  const parts = partsOf(body as unknown as Record<string, unknown>, ctx.sha256);
  return { ...body, parts, content: `sha256:${contentHash({ ...body, parts }, ctx.sha256)}` };
}

/** Of each run what the gate looks at; the rest is told once a run. */
function bare(one: CollateralSeries): CollateralSeries {
  const runs = (side: CollateralSeries["baseline"]) => side.map(({ run, block, value }) => ({ run, block, value }));
  return { ...one, baseline: runs(one.baseline), parent: runs(one.parent), candidate: runs(one.candidate) };
}

/** The runs on either side of any series, once each, and what they reported of the rig. */
async function evidence(
  ctx: Context,
  { series }: LandingQuestion,
): Promise<Pick<Collateral<LandingQuestion>, "runs" | "environments">> {
  const ids = new Set(
    series.flatMap(({ baseline, parent, candidate }) => [...baseline, ...parent, ...candidate].map(({ run }) => run)),
  );
  const environments: Record<string, Environment> = {};
  const runs = (await ctx.store.conditions([...ids].sort())).map((run): CollateralRun => {
    const environment = run.environment ? contentHash(run.environment, ctx.sha256).slice(0, 16) : null;
    if (environment !== null && run.environment) environments[environment] = run.environment;
    return collateralRun(run, environment);
  });
  return { runs, environments };
}

function collateralRun(
  { environment: _, startedAt, acceptedAt, subject, tool, ...run }: RunConditions,
  environment: string | null,
): CollateralRun {
  return {
    ...run,
    startedAt: startedAt.toISOString(),
    acceptedAt: acceptedAt.toISOString(),
    environment,
    ...(subject && { subject }),
    ...(tool && { tool }),
  };
}
