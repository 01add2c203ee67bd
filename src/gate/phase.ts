/** In which phase is a release, and what stands before and after it in its train? Instants are RFC 3339, in UTC. */
import { PHASES, type Phase, type PlannedRelease, type Train } from "../model/train.ts";

/** Null before the first phase, and for a release that is not of the train. */
export function phaseOf(train: Train, tag: string, at: string): Phase | null {
  const release = plannedRelease(train, tag);
  if (release === undefined) return null;
  const begun = begins(train, release).filter(({ from }) => from <= dayOf(at));
  return begun.at(-1)?.phase ?? null;
}

/** From the freeze on until the release is out, only what the release needs lands. */
export function isFrozen(train: Train, tag: string, at: string): boolean {
  const freeze = plannedRelease(train, tag)?.freeze;
  const phase = phaseOf(train, tag, at);
  return freeze !== undefined && freeze <= dayOf(at) && phase !== "released" && phase !== "end_of_life";
}

/** What lands on the branch now goes into this release: the first that is not out yet; null when none is planned. */
export function releaseInWork(train: Train, at: string): string | null {
  const isOut = ({ tag }: PlannedRelease) => OUT.has(phaseOf(train, tag, at) ?? "planning");
  return train.releases.find((release) => !isOut(release))?.tag ?? null;
}

/** The release that this one is held against; null for the first of a train without a base. */
export function releaseBefore(train: Train, tag: string): string | null {
  const place = train.releases.findIndex((release) => release.tag === tag);
  if (place < 0) return null;
  return train.releases[place - 1]?.tag ?? train.base ?? null;
}

export interface PhaseStart {
  readonly phase: Phase;
  /** The day on which it begins. */
  readonly from: string;
}

/** Phases in their order, the end of life of the train included. */
export function begins({ endOfLife }: Pick<Train, "endOfLife">, { phases }: PlannedRelease): PhaseStart[] {
  return PHASES.flatMap((phase) => {
    const from = phases[phase] ?? (phase === "end_of_life" ? endOfLife : undefined);
    return from === undefined ? [] : [{ phase, from }];
  });
}

const OUT: ReadonlySet<Phase> = new Set(["released", "end_of_life"]);

const plannedRelease = ({ releases }: Train, tag: string): PlannedRelease | undefined =>
  releases.find((release) => release.tag === tag);

const dayOf = (at: string): string => at.slice(0, 10);
