/** What contradicts in a train that somebody sends: its own days, the releases that are known, the other trains. */
import type { FaultDetail } from "../model/fault.ts";
import type { PlannedRelease, Train } from "../model/train.ts";
import { begins } from "./phase.ts";

export interface TrainsKnown {
  /** Tags of the releases that exist. */
  readonly tags: ReadonlySet<string>;
  readonly trains: Iterable<Train>;
  /** The day of the check, as 2026-10-02. */
  readonly today: string;
}

/** A release that is planned needs no changeset yet; one whose day of release has come does. */
export function trainFaults(train: Train, known: TrainsKnown): FaultDetail[] {
  const others = [...known.trains].filter((other) => other.train !== train.train);
  return [
    ...branchFaults(train, others),
    ...baseFaults(train, known),
    ...train.releases.flatMap((release, index) => [
      ...dayFaults(train, release, `/releases/${index}`),
      ...tagFaults(train, index, others),
      ...existenceFaults(release, `/releases/${index}/tag`, known),
    ]),
    ...orderFaults(train),
  ];
}

function branchFaults({ branch }: Train, others: readonly Train[]): FaultDetail[] {
  const holder = others.find((other) => other.branch === branch);
  return holder ? [{ path: "/branch", detail: `${branch} is the branch of train ${holder.train} already` }] : [];
}

function baseFaults({ base, releases }: Train, { tags }: TrainsKnown): FaultDetail[] {
  if (base === undefined) return [];
  if (releases.some(({ tag }) => tag === base)) return [{ path: "/base", detail: `${base} is a release of the train` }];
  return tags.has(base) ? [] : [{ path: "/base", detail: unknownRelease(base) }];
}

function dayFaults(train: Train, release: PlannedRelease, path: string): FaultDetail[] {
  const starts = begins(train, release);
  const ends = starts.flatMap(({ phase, from }, index) => {
    const next = starts[index + 1];
    if (next === undefined || next.from >= from) return [];
    const detail = `ends on ${next.from}, when ${next.phase} begins, before it starts on ${from}`;
    return [{ path: `${path}/phases/${phase}`, detail }];
  });
  const { freeze, phases } = release;
  const isLate = freeze !== undefined && phases.released !== undefined && freeze > phases.released;
  return isLate ? [...ends, { path: `${path}/freeze`, detail: `is after the release on ${phases.released}` }] : ends;
}

function tagFaults(train: Train, index: number, others: readonly Train[]): FaultDetail[] {
  const path = `/releases/${index}/tag`;
  const tag = train.releases[index]?.tag ?? "";
  const first = train.releases.findIndex((release) => release.tag === tag);
  if (first < index) return [{ path, detail: `${tag} is named by /releases/${first} already` }];
  const holder = others.find(({ releases }) => releases.some((release) => release.tag === tag));
  return holder ? [{ path, detail: `${tag} is a release of train ${holder.train} already` }] : [];
}

function existenceFaults({ tag, phases }: PlannedRelease, path: string, { tags, today }: TrainsKnown): FaultDetail[] {
  const isOut = phases.released !== undefined && phases.released <= today;
  return isOut && !tags.has(tag) ? [{ path, detail: unknownRelease(tag) }] : [];
}

function orderFaults({ releases }: Train): FaultDetail[] {
  const out = releases.map(({ phases }) => phases.released);
  return releases.flatMap(({ tag }, index) => {
    const before = out.slice(0, index).findLastIndex((day) => day !== undefined);
    const [own, earlier] = [out[index], out[before]];
    if (own === undefined || earlier === undefined || own >= earlier) return [];
    const detail = `${tag} follows ${releases[before]?.tag} and is released before it, on ${own}`;
    return [{ path: `/releases/${index}/phases/released`, detail }];
  });
}

const unknownRelease = (tag: string): string =>
  `no release ${tag} is known; name its changeset with tarnish release add ${tag} --sha SHA`;
