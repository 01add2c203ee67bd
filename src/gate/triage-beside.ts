/** What people said of a regression at one instant, each without knowing of the other: both words stand. */
import type { Note, Triage, TriageAct } from "../model/regression.ts";
import { NAMES, untouched } from "./triage.ts";

/**
 * `said`: every state that was ever written, `standing` among them. Acts and notes that it lacks are added; what they
 * decided counts where nobody has decided the same since. The same object when it lacks nothing.
 */
export function withBeside(standing: Triage, said: readonly Triage[]): Triage {
  let whole = standing;
  for (const one of said) {
    const act = one.acts.at(-1);
    if (act === undefined || whole.acts.some((known) => isSame(known, act))) continue;
    const before = said.find(({ acts }) => isSame(acts, one.acts.slice(0, -1))) ?? untouched(one.id);
    whole = added(whole, { act, one, before });
  }
  return whole;
}

interface Beside {
  readonly act: TriageAct;
  readonly one: Triage;
  readonly before: Triage;
}

function added(whole: Triage, { act, one, before }: Beside): Triage {
  const counts = <K extends keyof Triage>(fields: readonly K[]): Partial<Pick<Triage, K>> => {
    const isUnsaid = fields.every((field) => isSame(whole[field], before[field]) && !isDecidedSince(whole, act, field));
    return isUnsaid ? (Object.fromEntries(fields.map((field) => [field, one[field]])) as Pick<Triage, K>) : {};
  };
  const notes = one.notes.filter((note) => !whole.notes.some((known) => isSame(known, note)));
  return {
    ...whole,
    ...counts(STATE),
    ...counts(["assignee"]),
    ...counts(["ticket"]),
    ...counts(["cause"]),
    notes: byTime<Note>([...whole.notes, ...notes]),
    acts: byTime<TriageAct>([...whole.acts, act]),
  };
}

function isDecidedSince({ acts }: Triage, { at }: TriageAct, field: keyof Triage): boolean {
  const name = (NAMES as Partial<Record<keyof Triage, string>>)[field];
  return acts.some((one) => one.at > at && one.what.some((decision) => decision.startsWith(`${name}: `)));
}

/** One decision: what it is a duplicate of belongs to its being one. */
const STATE = ["disposition", "decidedFor", "duplicateOf", "downstreamOf"] as const;

const byTime = <T extends { readonly at: string }>(all: readonly T[]): T[] =>
  [...all].sort((one, other) => Number(one.at > other.at) - Number(one.at < other.at));

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
