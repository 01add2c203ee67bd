/** A maintenance branch beside its mainline: what was brought back, what it does here, and what was left out. */
import { type BranchValues, stepOfBoth } from "../gate/ported-effect.ts";
import type { BackportParity, PortedChange, PortedEffect } from "../model/backport-parity.ts";
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { ComparedState, Interval, SeriesComparison } from "../model/release-comparison.ts";
import { type ComparedInFull, compareInFull } from "./compare-states.ts";
import { comparedState, type Paths, pathsOf, releaseState } from "./compared-state.ts";
import type { Caller, Context } from "./context.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { sightOf } from "./read-series.ts";

/** `mainline` absent: the tip of the branch that this one forked from. */
export async function backportParity(
  ctx: Context,
  caller: Caller,
  tag: string,
  mainline?: string,
): Promise<BackportParity> {
  const maintenance = await releaseState(ctx, caller, tag);
  const main = await comparedState(ctx, caller, mainline ?? (await forkedFrom(ctx, maintenance)));
  const paths = pathsOf(await ctx.known.landingOrder(), main.sha, maintenance.sha);
  if (paths.isBackwards || paths.onlyOlder.size === 0) {
    throw new Fault("invalid", `${tag} and ${main.name} are on one branch: there is nothing to bring back.`);
  }
  const name = `parity ${JSON.stringify([maintenance, main])} ${sightOf(caller)}`;
  return await ctx.known.derived(name, () => parity(ctx, caller, { maintenance, mainline: main, paths }));
}

/** The branch of the newest ancestor that lies on another one. */
async function forkedFrom(ctx: Context, { name, sha, branch }: ComparedState): Promise<string> {
  const changesets = await ctx.known.changesets();
  const ancestors = (await ctx.known.landingOrder()).ancestors(sha);
  const found = ancestors.map((one) => changesets.get(one.sha)?.branch).find((other) => other && other !== branch);
  if (found) return found;
  throw new Fault(
    "invalid",
    `${name} is not on a branch that forked from another; name the mainline with --with BRANCH.`,
  );
}

interface Sides {
  readonly maintenance: ComparedState;
  readonly mainline: ComparedState;
  readonly paths: Paths;
}

async function parity(ctx: Context, caller: Caller, { maintenance, mainline, paths }: Sides): Promise<BackportParity> {
  const changesets = new Map((await visibleChangesets(ctx, caller)).map((one) => [one.sha, one]));
  const changesOf = (shas: ReadonlySet<string>) => [...shas].flatMap((sha) => changesets.get(sha) ?? []);
  const [there, here] = [changesOf(paths.onlyOlder), changesOf(paths.onlyNewer)];
  const hereById = new Map(here.flatMap((one) => (one.changeId === undefined ? [] : [[one.changeId, one] as const])));
  const { comparison, series } = await compareInFull(ctx, caller, mainline, maintenance);
  const ported = there.flatMap((one): PortedChange[] => {
    const other = one.changeId === undefined ? undefined : hereById.get(one.changeId);
    if (one.changeId === undefined || other === undefined) return [];
    const effects = series.flatMap((each) => effectOf(each, one.sha, other.sha, paths));
    const subject = one.subject ?? other.subject ?? null;
    return [{ changeId: one.changeId, subject, mainline: one.sha, maintenance: other.sha, effects }];
  });
  const ids = new Set(ported.map(({ changeId }) => changeId));
  const left = there.filter(({ changeId }) => changeId === undefined || !ids.has(changeId));
  return {
    ...(comparison.partial && { partial: true }),
    maintenance,
    mainline,
    forkedAt: paths.forkedAt,
    ported,
    notPorted: left.length,
    movingNotPorted: left.flatMap((one) => moving(one, comparison.series)),
    onlyHere: here.filter(({ changeId }) => changeId === undefined || !ids.has(changeId)).length,
  };
}

/** Only what it moved materially on one of the branches. */
function effectOf(
  { question, shown, measured }: ComparedInFull,
  mainline: string,
  maintenance: string,
  paths: Paths,
): PortedEffect[] {
  if (shown?.effect.scale !== "ratio") return [];
  const step = stepOfBoth(
    placed(measured("older"), paths.older, mainline),
    placed(measured("newer"), paths.newer, maintenance),
    Math.log1p(shown.threshold),
  );
  if (!step.isMaterial) return [];
  const { id, benchmark, metric, rig } = question.series;
  const ratio = (found: typeof step.mainline): Interval | null =>
    found && {
      value: Math.exp(found.size),
      low: Math.exp(found.size - 1.96 * found.error),
      high: Math.exp(found.size + 1.96 * found.error),
    };
  return [
    {
      ...{ series: id, benchmark, metric, rig },
      mainline: ratio(step.mainline),
      maintenance: ratio(step.maintenance),
      agreement: step.agreement,
    },
  ];
}

/** The first measured changeset at the change or after it. */
function placed(
  measured: readonly { readonly sha: string; readonly value: number }[],
  path: readonly string[],
  sha: string,
): BranchValues {
  const place = new Map(path.map((one, index) => [one, index]));
  const at = place.get(sha) ?? Number.POSITIVE_INFINITY;
  return {
    values: measured.map(({ value }) => Math.log(value)),
    index: measured.findIndex((one) => (place.get(one.sha) ?? -1) >= at),
  };
}

/** A change of the mainline that is among the candidates of a confirmed, material step there. */
function moving({ sha, changeId, subject }: Changeset, series: readonly SeriesComparison[]) {
  const moved = series.flatMap(({ benchmark, metric, rig, changes }) =>
    changes.some(
      ({ side, state, isMaterial, candidates }) =>
        side === "baseline" && state === "confirmed" && isMaterial && candidates.includes(sha),
    )
      ? [`${benchmark} ${metric} on ${rig}`]
      : [],
  );
  return moved.length === 0 ? [] : [{ sha, changeId: changeId ?? null, subject: subject ?? null, moved }];
}
