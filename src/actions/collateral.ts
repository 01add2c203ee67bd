/** The evidence pack of a landing, as far as the reader may see it. */
import type { LandingQuestion } from "../gate/landing.ts";
import { COLLATERAL_SCHEMA, type Collateral, type CollateralRun, type SealedCollateral } from "../model/collateral.ts";
import type { Environment } from "../model/run.ts";
import type { RunConditions } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { isHiddenFrom } from "./hidden-changesets.ts";
import { contentHash, said } from "./identify.ts";
import { judge, judgementName, type Settled, settledFor } from "./judge-changeset.ts";
import { partsOf } from "./seal.ts";

export type LandingCollateral = SealedCollateral<LandingQuestion>;
export type CollateralSeries = LandingQuestion["series"][number];

/** Characters of its text beyond which it is made anew each time: what is held of it takes about as many bytes. */
const MOST_TEXT = 40_000_000;

/** The one that was made last: it names every run, too much to keep many of. */
interface Last {
  name?: string;
  sealed?: Promise<Sealed>;
}

interface Sealed {
  readonly collateral: LandingCollateral;
  /** Characters. */
  readonly length: number;
}

/** Who reads it as a page, and then keeps it as a file, is given one judgement in two forms, while nothing arrives. */
export async function collateralOf(ctx: Context, caller: Caller, named: string): Promise<LandingCollateral> {
  const sha = await fullSha(ctx, caller, named);
  // First: what arrives from here on is held for nobody.
  const last = await ctx.known.derived("last collateral", async (): Promise<Last> => ({}));
  const settled = await settledFor(ctx, caller, sha);
  const name = await judgementName(ctx, caller, sha, settled);
  if (last.name === name && last.sealed) return (await last.sealed).collateral;
  const sealed = seal(ctx, caller, sha, settled);
  Object.assign(last, { name, sealed });
  const isKept = sealed.then(
    ({ length }) => length <= MOST_TEXT,
    () => false,
  );
  if (!(await isKept) && last.sealed === sealed) delete last.sealed;
  return (await sealed).collateral;
}

async function seal(ctx: Context, caller: Caller, sha: string, settled: Settled): Promise<Sealed> {
  const { question: asked, verdict } = await judge(ctx, caller, sha, settled);
  const question = { ...asked, series: asked.series.map(bare) };
  const { eta: _, ...answer } = verdict;
  const known = (await ctx.known.changesets()).get(sha);
  const changeset = (await isHiddenFrom(ctx, caller, sha)) ? undefined : known;
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
  const { body: text, contentHash: hash } = said({ ...body, parts }, ctx.sha256);
  return { collateral: { ...body, parts, content: `sha256:${hash}` }, length: text.length };
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
