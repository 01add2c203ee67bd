/** How the change points of one series were announced; what the newest runs changed is announced by whoever asks for regressions. */
import { recogniseChanges } from "../detect/recognise.ts";
import type { AnnouncedChange } from "../model/regression.ts";
import type { ChangePoint } from "../model/series.ts";
import type { Context } from "./context.ts";
import type { SeriesHistory } from "./read-series.ts";

export type AnnouncedState = Pick<
  AnnouncedChange,
  "id" | "regression" | "state" | "announcedAt" | "confirmedAt" | "recoveredAt" | "recoveredBy" | "withdrawnAt"
>;

export interface AnnouncedOfSeries {
  /** In the order of the analysis' changes; null where nothing was said yet. */
  readonly ofChanges: readonly (AnnouncedState | null)[];
  /** Said once, and taken back by later data, with their place as it was said. */
  readonly withdrawn: readonly (AnnouncedState & Pick<AnnouncedChange, "sha" | "good" | "bad" | "effect">)[];
}

export async function announcedOfSeries(
  ctx: Context,
  { series, branch, trunk, changesets, analysis }: SeriesHistory,
): Promise<AnnouncedOfSeries> {
  const all = [...(await ctx.known.announced()).values()];
  const mine = all.filter((one) => one.series === series.id && one.branch === branch);
  const place = (sha: string | undefined) => trunk.indexOf(sha ?? "");
  const at = (index: number) => place(changesets[index]?.sha);
  const found = analysis.changes.map((point) => ({
    ...{ point, series: series.id, rig: series.rig, benchmark: series.benchmark, metric: series.metric },
    earliest: at(point.earliest),
    latest: at(point.latest),
    worse: point.after > point.before === (series.better === "lower"),
  }));
  const remembered = mine.map((announced) => ({
    ...announced,
    ...{ announced, earliest: place(announced.good), latest: place(announced.bad) },
    isWithdrawn: announced.state === "withdrawn",
  }));
  const { same } = recogniseChanges(found, remembered);
  const byPoint = new Map<ChangePoint, AnnouncedChange>(
    same.map((pair) => [pair.found.point, pair.remembered.announced]),
  );
  return {
    ofChanges: analysis.changes.map((point) => stateOf(byPoint.get(point))),
    withdrawn: mine.flatMap((one) => {
      const { sha, good, bad, effect } = one;
      return one.state === "withdrawn" ? [{ ...(stateOf(one) as AnnouncedState), sha, good, bad, effect }] : [];
    }),
  };
}

function stateOf(announced: AnnouncedChange | undefined): AnnouncedState | null {
  if (announced === undefined) return null;
  const { id, regression, state, announcedAt, confirmedAt, recoveredAt, recoveredBy, withdrawnAt } = announced;
  return { id, regression, state, announcedAt, confirmedAt, recoveredAt, recoveredBy, withdrawnAt };
}
