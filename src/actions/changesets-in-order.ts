/** The order of a branch's list: the newest landed changeset first, candidates above the landed one that they stand on. */
import type { LandingOrder } from "../detect/landing-order.ts";
import type { Changeset } from "../model/changeset.ts";

export interface InOrder {
  readonly changeset: Changeset;
  /** It landed as another changeset, or a newer patchset took its place: not listed, but what came after it is found by it. */
  readonly isPast: boolean;
}

/** `candidates`: those of the branch that the reader may meet. */
export function newestFirst(
  branch: string,
  candidates: readonly Changeset[],
  order: LandingOrder,
  changesets: ReadonlyMap<string, Changeset>,
): InOrder[] {
  const landed = order.trunk(branch).map((sha) => changesets.get(sha) ?? { sha });
  const places = new Map(landed.map(({ sha }, place) => [sha, place]));
  const standing = candidates.filter(({ sha }) => !places.has(sha));
  const isPast = pastOn(branch, landed, candidates, order);
  const placeOf = placesOfStanding(places, changesets);
  return [...landed, ...standing]
    .map((changeset) => {
      const { committedAt = "", sha } = changeset;
      return { changeset, isPast: isPast(changeset), age: `${committedAt} ${sha}`, ...placeOf(sha) };
    })
    .sort((a, b) => b.place - a.place || b.height - a.height || (a.age < b.age ? 1 : -1));
}

function pastOn(
  branch: string,
  landed: readonly Changeset[],
  candidates: readonly Changeset[],
  order: LandingOrder,
): (changeset: Changeset) => boolean {
  const hasLanded = new Set(
    landed.flatMap((one) => (one.position !== undefined && one.branch === branch ? (one.changeId ?? []) : [])),
  );
  const newest = new Map<string, number>();
  for (const { changeId, patchset = 0 } of candidates)
    if (changeId !== undefined) newest.set(changeId, Math.max(patchset, newest.get(changeId) ?? 0));
  return ({ sha, changeId, position, patchset }) => {
    if (position !== undefined) return false;
    if (order.historyOf(sha) !== sha) return true;
    if (changeId === undefined) return false;
    return hasLanded.has(changeId) || (patchset !== undefined && patchset < (newest.get(changeId) ?? 0));
  };
}

interface Standing {
  /** Of the landed one that it stands on; above all where its parents lead to none of them. */
  readonly place: number;
  /** Parents up to there. */
  readonly height: number;
}

/** Each parent is walked once for all. */
function placesOfStanding(
  places: ReadonlyMap<string, number>,
  changesets: ReadonlyMap<string, Changeset>,
): (sha: string) => Standing {
  const known = new Map([...places].map(([sha, place]): [string, Standing] => [sha, { place, height: 0 }]));
  return (sha) => {
    const path = new Set<string>();
    let at: string | undefined = sha;
    while (at !== undefined && !known.has(at) && !path.has(at)) {
      path.add(at);
      at = changesets.get(at)?.parent;
    }
    let { place, height } = (at === undefined ? undefined : known.get(at)) ?? { place: places.size, height: 0 };
    for (const one of [...path].reverse()) known.set(one, { place, height: ++height });
    return { place, height };
  };
}
