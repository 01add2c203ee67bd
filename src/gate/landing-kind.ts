/** Of which kind is a landing, and what does its message ask of the gate? */
import type { Changeset } from "../model/changeset.ts";
import type { Landing, LandingKind } from "../model/landing.ts";
import type { KindRule, Policy } from "../model/policy.ts";
import type { RulingAsk } from "./rules.ts";
import { matches, matchesAny } from "./selects.ts";

/** What is not of another kind. */
const OTHERWISE: LandingKind = "feature";

export interface Candidate {
  readonly changeset: Changeset | undefined;
  /** Paths that it touches; null when nobody told. */
  readonly paths: readonly string[] | null;
  /** Its landing, where one was prepared. */
  readonly landing: Landing | undefined;
}

/** The prepared landing says the kind, else the policy's first rule that matches, else the trailer. */
export function askOf(policy: Policy, candidate: Candidate): Omit<RulingAsk, "phase"> {
  const { changeset, landing } = candidate;
  const asked = asksOf(policy, changeset);
  const rule = policy.kinds.find((one) => fits(one, candidate));
  const kind = landing?.kind ?? rule?.kind;
  return {
    kind: kind ?? (asked.isTrivial ? "trivial" : OTHERWISE),
    isOwnWord: kind === undefined ? asked.isTrivial : landing?.kind === undefined && rule?.trailers !== undefined,
    benchmarks: [...new Set([...asked.benchmarks, ...(landing?.plan?.benchmarks ?? [])])].sort(),
    skippedCells: asked.skippedCells,
  };
}

interface Asks {
  readonly isTrivial: boolean;
  readonly benchmarks: readonly string[];
  readonly skippedCells: readonly string[];
}

const NOTHING: Asks = { isTrivial: false, benchmarks: [], skippedCells: [] };

/** `Test-Parameters: trivial benchmarks=ior-easy,mdtest skip=two-nvme`; other words are for others. */
function asksOf({ trailers: may }: Policy, changeset: Changeset | undefined): Asks {
  const said = trailerOf(changeset, may.name);
  if (said === undefined) return NOTHING;
  const words = said.split(/\s+/);
  const listed = (key: string) =>
    words.flatMap((word) => (word.startsWith(`${key}=`) ? word.slice(key.length + 1).split(",") : [])).filter(Boolean);
  return {
    isTrivial: may.mayBeTrivial && words.includes("trivial"),
    benchmarks: may.mayAskBenchmarks ? listed("benchmarks").map(literally) : [],
    skippedCells: matchesAny(may.maySkipCells, changeset?.author ?? "") ? listed("skip") : [],
  };
}

/** A star in a message is no pattern of a policy. */
const literally = (benchmark: string): string => benchmark.replaceAll("*", "");

function fits({ tickets, paths, trailers, subjects }: KindRule, { changeset, paths: touched }: Candidate): boolean {
  const { ticket, subject = "" } = changeset ?? {};
  if (tickets && !(ticket !== undefined && matchesAny(tickets, ticket))) return false;
  if (paths && !(touched !== null && touched.length > 0 && touched.every((path) => matchesAny(paths, path))))
    return false;
  if (subjects && !matchesAny(subjects, subject)) return false;
  return Object.entries(trailers ?? {}).every(([key, pattern]) => {
    const said = trailerOf(changeset, key);
    return (said?.split("\n") ?? []).some((value) => matches(pattern, value));
  });
}

/** Keys of trailers are the same in any case. */
function trailerOf(changeset: Changeset | undefined, key: string): string | undefined {
  const wanted = key.toLowerCase();
  return Object.entries(changeset?.trailers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
