/** What would a policy have done to history? Counted over changesets that were judged, and changes that came to light. */

import type { Policy } from "../model/policy.ts";
import type { ChangesetVerdict, VerdictWord } from "../model/verdict.ts";
import { firstLook, plannedLooks } from "./rates.ts";

export type JudgedUnder = Pick<ChangesetVerdict, "sha" | "verdict" | "why" | "look" | "final" | "series" | "missing">;

/** A confirmed change for the worse that later data showed. */
export interface LaterChange {
  readonly series: string;
  /** "write.bandwidth of ior-easy on lab". */
  readonly name: string;
  /** The changesets of which one made it. */
  readonly candidates: readonly string[];
  /** "0.92x (0.9 to 0.94)". */
  readonly effect: string;
}

export interface ReplaySum {
  readonly changesets: number;
  readonly passed: number;
  /** Judged fail. */
  readonly blocked: number;
  /** Neither: inconclusive, an invalid environment, or something not measured. */
  readonly held: number;
  /** Of the later changes: one of its candidates was blocked; all that were judged had passed; nobody judged any. */
  readonly caught: number;
  readonly missed: readonly LaterChange[];
  readonly unjudged: number;
  /** Runs that the policy asks for, and what they take; null where no run tells how long it took. */
  readonly runs: number;
  readonly rigHours: number | null;
}

const HELD: ReadonlySet<VerdictWord> = new Set(["inconclusive", "invalid_environment", "not_measured"]);

export function sumOf(
  verdicts: readonly JudgedUnder[],
  changes: readonly LaterChange[],
  costs: readonly Cost[],
): ReplaySum {
  const bySha = new Map(verdicts.map((one) => [one.sha, one.verdict]));
  const fates = changes.map((change) => ({ change, words: change.candidates.flatMap((sha) => bySha.get(sha) ?? []) }));
  const count = (isCounted: (word: VerdictWord) => boolean) =>
    verdicts.filter(({ verdict }) => isCounted(verdict)).length;
  const hours = costs.map(({ hours: one }) => one);
  return {
    changesets: verdicts.length,
    passed: count((word) => word === "pass"),
    blocked: count((word) => word === "fail"),
    held: count((word) => HELD.has(word)),
    caught: fates.filter(({ words }) => words.includes("fail")).length,
    missed: fates
      .filter(({ words }) => words.length > 0 && words.every((word) => word === "pass"))
      .map(({ change }) => change),
    unjudged: fates.filter(({ words }) => words.length === 0).length,
    runs: costs.reduce((sum, { runs }) => sum + runs, 0),
    rigHours: hours.every((one) => one === null) ? null : hours.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  };
}

export interface Cost {
  readonly runs: number;
  /** Null where no run of the rig tells how long it took. */
  readonly hours: number | null;
}

/**
 * What a verdict took, or takes still: on each rig the runs up to the look that it was drawn at, or up to the next one
 * while it is open; for a cell that is missing, a first look on each rig that lacks. `hoursOf`: of one run on a rig.
 */
export function costOf(verdict: JudgedUnder, policy: Policy, hoursOf: (rig: string) => number | null): Cost {
  const looks = plannedLooks(policy);
  const drawn = looks[Math.max(0, verdict.look - 1)] ?? firstLook(policy);
  const wanted = verdict.final ? drawn : (looks[verdict.look] ?? drawn);
  const rigs = new Map<string, number>();
  for (const { rig, candidate } of verdict.series) {
    const runs = verdict.final ? Math.min(candidate.runs, wanted) : wanted;
    rigs.set(rig, Math.max(rigs.get(rig) ?? 0, runs));
  }
  for (const { rigs: able = [] } of verdict.missing) {
    const [rig] = able;
    if (rig !== undefined) rigs.set(rig, Math.max(rigs.get(rig) ?? 0, firstLook(policy)));
  }
  const parts = [...rigs].map(([rig, runs]) => ({ runs, each: hoursOf(rig) }));
  const known = parts.filter(({ each }) => each !== null);
  return {
    runs: parts.reduce((sum, { runs }) => sum + runs, 0),
    hours: known.length === 0 ? null : known.reduce((sum, { runs, each }) => sum + runs * (each ?? 0), 0),
  };
}
