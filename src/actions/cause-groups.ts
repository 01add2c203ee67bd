/** Which change points that were found belong to which regression? */
import { cameBack, type Recovered } from "../detect/came-back.ts";
import { type Assigned, type LocatedChange, regroupByCause } from "../detect/one-cause.ts";
import type { AnnouncedChange } from "../model/regression.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { contentHash } from "./identify.ts";

/** As the newest analysis has it; its interval in ordinals on the trunk. */
export interface Found extends LocatedChange {
  readonly row: SeriesRow;
  readonly branch: string;
  readonly point: ChangePoint;
  readonly sha: string;
  readonly good: string;
  readonly bad: string;
  readonly recoveredBy: string | null;
}

/** An occurrence of a regression. */
export interface Group {
  readonly regression: string;
  readonly occurrence: number;
}

/** Who was announced stays where it is for as long as it fits; the rest joins, comes back, or is a regression of its own. */
export function groupsOf(
  ctx: Context,
  found: readonly Found[],
  known: ReadonlyMap<Found, AnnouncedChange>,
): ReadonlyMap<Found, Group> {
  const keyOf = ({ regression, occurrence }: Group) => `${regression} ${occurrence}`;
  const assigned = found.map((change): Assigned<Found> => {
    const before = known.get(change);
    return { change, group: before ? keyOf(before) : null };
  });
  const names = regroupByCause(
    assigned,
    (first) => `${contentHash(["cause", changeId(ctx, first)], ctx.sha256).slice(0, 16)} 1`,
  );
  const announcedKeys = new Set(assigned.flatMap(({ group }) => group ?? []));
  const byName = groupedBy(found, (change) => names.get(change) ?? "");
  const recovered = recoveredAmong(byName, announcedKeys);
  const groups = new Map<Found, Group>();
  for (const [name, members] of byName) {
    const [regression = "", occurrence = "1"] = name.split(" ");
    const worse = members.filter((one) => one.worse).map(sized);
    const back = announcedKeys.has(name) || worse.length === 0 ? null : cameBack(worse, recovered);
    const group =
      back === null
        ? { regression, occurrence: Number(occurrence) }
        : { regression: back.split(" ")[0] ?? "", occurrence: Number(back.split(" ")[1]) + 1 };
    for (const member of members) groups.set(member, group);
  }
  return groups;
}

const sized = ({ series, earliest, point: { effect } }: Found) => ({ series, earliest, effect });

/** Of each regression the newest occurrence, where all of it is back. */
function recoveredAmong(byName: ReadonlyMap<string, readonly Found[]>, announced: ReadonlySet<string>): Recovered[] {
  const newest = new Map<string, number>();
  for (const name of announced) {
    const [regression = "", occurrence] = name.split(" ");
    newest.set(regression, Math.max(newest.get(regression) ?? 0, Number(occurrence)));
  }
  return [...newest].flatMap(([regression, occurrence]) => {
    const id = `${regression} ${occurrence}`;
    const worse = (byName.get(id) ?? []).filter((one) => one.worse);
    return worse.length > 0 && worse.every(({ recoveredBy }) => recoveredBy !== null)
      ? [{ id, members: worse.map(sized) }]
      : [];
  });
}

export const changeId = (ctx: Context, { series, branch, sha, worse }: Found): string =>
  contentHash({ series, branch, sha, worse }, ctx.sha256).slice(0, 16);
