/** What could be laid over a series: other branches of it, the same on other rigs, and what is measured beside it. */
import { parametersOf, type Series } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Caller, Context } from "./context.ts";
import { type SeriesHistory, visibleSeries } from "./read-series.ts";

export interface OverlayChoice {
  /** As the address names the line: `ID`, or `ID@BRANCH`. */
  readonly line: string;
  readonly text: string;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly OverlayChoice[];
}

/** Of each group; everything else can be named in the address. */
const MOST = 40;

export async function overlayChoices(
  ctx: Context,
  caller: Caller,
  { series, branch, branches }: Pick<SeriesHistory, "series" | "branch" | "branches">,
): Promise<ChoiceGroup[]> {
  const all = (await visibleSeries(ctx, caller)).filter(({ id }) => id !== series.id);
  const isSame = (other: Series) => other.benchmark === series.benchmark && other.metric === series.metric;
  const parameters = parametersOf(series).join(", ");
  const isTwin = (other: Series) => isSame(other) && parametersOf(other).join(", ") === parameters;
  const isNear = (other: Series) => other.benchmark === series.benchmark && other.rig === series.rig;
  const group = (title: string, rows: readonly SeriesRow[], text: (row: SeriesRow) => string): ChoiceGroup => ({
    title,
    choices: rows.slice(0, MOST).map((row) => ({ line: row.id, text: text(row) })),
  });
  const groups: ChoiceGroup[] = [
    {
      title: "Other branches",
      choices: branches
        .filter((other) => other !== branch)
        .slice(0, MOST)
        .map((other) => ({ line: `${series.id}@${other}`, text: other })),
    },
    group("Other rigs", all.filter(isTwin), ({ rig, version, pairing }) =>
      [rig, version, pairing].filter(Boolean).join(" · "),
    ),
    group(
      "Other parameters",
      all.filter((row) => isSame(row) && !isTwin(row)),
      (row) => [row.rig, ...parametersOf(row)].join(" · "),
    ),
    group(
      "Other metrics of the benchmark",
      all.filter((row) => isNear(row) && !isSame(row)),
      (row) => [row.metric, ...parametersOf(row)].join(" · "),
    ),
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}
