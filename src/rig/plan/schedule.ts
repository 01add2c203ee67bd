/** Which build is measured when: the sessions of a plan in their order, a pure function of the plan and a seed. */
import { createHash } from "node:crypto";

export type Side = "baseline" | "candidate";

export interface Slot {
  /** Ordinal of the session in the plan, from 0. */
  readonly index: number;
  /** From 1. */
  readonly block: number;
  readonly side: Side;
}

export interface ScheduleQuestion {
  /** One side measures a build, two compare them. */
  readonly sides: readonly Side[];
  readonly blocks: number;
  /** Of each side in a block. */
  readonly sessions: number;
  readonly order: "abba" | "random" | "given";
  readonly seed: number;
}

/**
 * abba: A B B A A B B A …, turned over in every second block, so that a rig that warms up or wanders touches both sides
 * alike; random: a permutation for each block; given: all of A, then all of B.
 */
export function scheduleOf(question: ScheduleQuestion): Slot[] {
  const { sides, blocks } = question;
  return Array.from({ length: blocks }, (_, block) =>
    sidesOf(question, block).map((side) => ({ block: block + 1, side })),
  )
    .flat()
    .map((slot, index) => ({ index, ...slot }))
    .filter(({ side }) => sides.includes(side));
}

function sidesOf({ sides, sessions, order, seed }: ScheduleQuestion, block: number): Side[] {
  const given = sides.flatMap((side) => Array.from({ length: sessions }, () => side));
  if (order === "random") return shuffled(given, `${seed} block ${block}`);
  const [a, b] = sides;
  if (order === "given" || a === undefined || b === undefined) return given;
  const pairs = Array.from({ length: sessions }, (_, pair) => ((pair + block) % 2 === 0 ? [a, b] : [b, a]));
  return pairs.flat();
}

/** Every order equally likely over the seeds; the same seed gives the same order on every machine. */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
  return items
    .map((item, index) => ({ item, key: createHash("sha256").update(`${seed} ${index}`).digest("hex") }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ item }) => item);
}
