/** Change points of a train, brought together by cause: how many items does a person get for one cause, and causes for one item? */
import { type CauseGroup, groupByCause, type LocatedChange } from "../../src/detect/one-cause.ts";
import { costOf, type Train } from "./train.ts";
import type { Planted } from "./train-plan.ts";

export interface Causes {
  /** Causes that at least one item names, and the items that name them. */
  readonly causes: number;
  readonly items: number;
  /** Items that name at least one cause, and the causes that they name. */
  readonly itemsWithCause: number;
  readonly causesNamed: number;
  readonly itemsWithoutCause: number;
}

interface Change extends LocatedChange {
  readonly index: number;
}

/** Of what landed: a regression that the gate kept out has no change point. */
export function causesOf(train: Train, landed: readonly Planted[]): Causes {
  const groups = groupByCause(changesOf(train)).filter(({ members }) => members.worse.length > 0);
  const named = groups.map((group) => landed.filter((planted) => isNamedBy(train, group, planted)));
  const items = landed.map((planted) => named.filter((causes) => causes.includes(planted)).length);
  const withCause = named.filter((causes) => causes.length > 0);
  return {
    causes: items.filter((count) => count > 0).length,
    items: items.reduce((sum, count) => sum + count, 0),
    itemsWithCause: withCause.length,
    causesNamed: withCause.reduce((sum, causes) => sum + causes.length, 0),
    itemsWithoutCause: named.length - withCause.length,
  };
}

function changesOf({ history, fleet }: Train): Change[] {
  return history.named.flatMap(({ series, earliest, latest, before, after }): Change[] => {
    const one = fleet.series[series];
    if (one === undefined) return [];
    const { rig, benchmark, law } = one;
    return [
      {
        index: series,
        series: String(series),
        rig: `rig ${rig}`,
        benchmark: `benchmark ${benchmark}`,
        metric: law.better,
        earliest,
        latest,
        worse: after > before === (law.better === "lower"),
      },
    ];
  });
}

/** A member of the group is a series that the cause moved, with the cause among its candidates. */
const isNamedBy = ({ fleet }: Train, { members }: CauseGroup<Change>, planted: Planted): boolean =>
  members.worse.some(({ index, earliest, latest }) => {
    const series = fleet.series[index];
    return series !== undefined && earliest < planted.at && planted.at <= latest && costOf(planted, series) > 1;
  });
