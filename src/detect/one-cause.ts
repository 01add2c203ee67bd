/** Which change points of many series have one cause? */

/** A change point of one series: one of the changesets at positions (earliest … latest] of one branch caused it. */
export interface LocatedChange {
  readonly series: string;
  readonly rig: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly earliest: number;
  readonly latest: number;
  readonly worse: boolean;
}

export interface CauseGroup<T extends LocatedChange> {
  /** What all members have in common: the cause is at one of the positions (earliest … latest]. */
  readonly earliest: number;
  readonly latest: number;
  /** A trade-off has both. Each in order of benchmark, rig, metric and series. */
  readonly members: { readonly worse: readonly T[]; readonly better: readonly T[] };
}

interface Draft<T> {
  earliest: number;
  latest: number;
  readonly members: T[];
}

/**
 * Overlapping ranges of candidates are brought together, the sharpest first: they say best where the causes are. A
 * change joins the group with whose range it overlaps and which resembles it most (same benchmark, then same rig, then
 * more members, then the earlier one), and the group keeps the positions common to all. A series is at most once in a
 * group: what moved it twice are two causes. Groups come in order of position; the order of the input is of no
 * consequence. O(n · groups).
 */
export function groupByCause<T extends LocatedChange>(changes: readonly T[]): readonly CauseGroup<T>[] {
  const groups: Draft<T>[] = [];
  for (const change of [...changes].sort(bySharpness)) place(change, groups);
  return groups.sort(byPlace).map(({ earliest, latest, members }) => {
    const ordered = members.sort(bySubject);
    const worse = ordered.filter((member) => member.worse);
    return { earliest, latest, members: { worse, better: ordered.filter((member) => !member.worse) } };
  });
}

/** Puts a change into the group that it belongs to, or into a new one of its own; answers with it. */
function place<T extends LocatedChange>(change: T, groups: Draft<T>[]): Draft<T> {
  const best = nearest(change, groups);
  if (best === undefined) {
    const own = { earliest: change.earliest, latest: change.latest, members: [change] };
    groups.push(own);
    return own;
  }
  narrow(best, change);
  best.members.push(change);
  return best;
}

function narrow(draft: Draft<LocatedChange>, { earliest, latest }: LocatedChange): void {
  draft.earliest = Math.max(draft.earliest, earliest);
  draft.latest = Math.min(draft.latest, latest);
}

/** A change that was said to belong to a group, or to none yet. */
export interface Assigned<T extends LocatedChange> {
  readonly change: T;
  readonly group: string | null;
}

/**
 * The same where some changes have a group already, and stay in it for as long as their ranges have something in common:
 * the sharpest first, and who no longer fits leaves. All others are placed as by `groupByCause`. A group is named by
 * whoever was in it, or by `nameOf` its first and sharpest member.
 */
export function regroupByCause<T extends LocatedChange>(
  all: readonly Assigned<T>[],
  nameOf: (first: T) => string,
): ReadonlyMap<T, string> {
  const names = new Map<Draft<T>, string>();
  const byName = new Map<string, Draft<T>>();
  const groups: Draft<T>[] = [];
  const left: T[] = [];
  for (const { change, group } of [...all].sort((a, b) => bySharpness(a.change, b.change))) {
    if (group === null) left.push(change);
    else {
      const own = byName.get(group);
      if (own === undefined) {
        const draft = { earliest: change.earliest, latest: change.latest, members: [change] };
        byName.set(group, draft);
        names.set(draft, group);
        groups.push(draft);
      } else if (Math.max(own.earliest, change.earliest) < Math.min(own.latest, change.latest)) {
        narrow(own, change);
        own.members.push(change);
      } else left.push(change);
    }
  }
  for (const change of left.sort(bySharpness)) {
    const draft = place(change, groups);
    if (!names.has(draft)) names.set(draft, nameOf(change));
  }
  return new Map(groups.flatMap((draft) => draft.members.map((change) => [change, names.get(draft) ?? ""])));
}

function nearest<T extends LocatedChange>(change: T, groups: readonly Draft<T>[]): Draft<T> | undefined {
  let best: { readonly group: Draft<T>; readonly rank: readonly number[] } | undefined;
  for (const group of groups) {
    if (Math.max(group.earliest, change.earliest) >= Math.min(group.latest, change.latest)) continue;
    if (group.members.some(({ series }) => series === change.series)) continue;
    const rank = [...resemblance(change, group.members), group.members.length, -group.earliest, -group.latest];
    if (best === undefined || compare(rank, best.rank) > 0) best = { group, rank };
  }
  return best?.group;
}

/** Whether a member has the same benchmark; whether one of those (of all, where there is none) has the same rig. */
function resemblance(change: LocatedChange, members: readonly LocatedChange[]): [number, number] {
  const same = members.filter(({ benchmark }) => benchmark === change.benchmark);
  const pool = same.length > 0 ? same : members;
  return [same.length > 0 ? 1 : 0, pool.some(({ rig }) => rig === change.rig) ? 1 : 0];
}

/** Narrow ranges first; every field takes part, so that only equal changes may swap places. */
const bySharpness = (a: LocatedChange, b: LocatedChange): number =>
  compare([a.latest - a.earliest, a.earliest, Number(b.worse)], [b.latest - b.earliest, b.earliest, Number(a.worse)]) ||
  bySubject(a, b);

const byPlace = (a: Draft<LocatedChange>, b: Draft<LocatedChange>): number =>
  compare([a.earliest, a.latest], [b.earliest, b.latest]) || firstSubject(a, b);

const firstSubject = (a: Draft<LocatedChange>, b: Draft<LocatedChange>): number => {
  const first = ({ members }: Draft<LocatedChange>) => [...members].sort(bySubject)[0];
  const [x, y] = [first(a), first(b)];
  return x && y ? bySubject(x, y) : 0;
};

function bySubject(a: LocatedChange, b: LocatedChange): number {
  return compare(
    [a.benchmark, a.rig, a.metric, a.series, a.earliest, a.latest],
    [b.benchmark, b.rig, b.metric, b.series, b.earliest, b.latest],
  );
}

/** By the first entries that differ; code units, so that no locale has a say. */
function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i] as number | string;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
