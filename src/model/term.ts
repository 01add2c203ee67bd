/** Who may write: each promotion begins a term of the history, and of two hosts the one of the later term is the writer. */

/** A mirror became the writer. */
export interface Promotion {
  readonly id: string;
  /** Ordinal, from 1. */
  readonly term: number;
}

/** Of a history: the latest that it knows of. */
export interface Term {
  /** 0 before any promotion. */
  readonly term: number;
  readonly promotion: string | null;
}

export const FIRST_TERM: Term = { term: 0, promotion: null };

/** Two mirrors that were promoted without knowing of each other began the same term: their ids decide, alike on both. */
export const isLater = (one: Term, other: Term): boolean =>
  one.term > other.term || (one.term === other.term && (one.promotion ?? "") > (other.promotion ?? ""));

export function latestTerm(promotions: Iterable<Promotion>): Term {
  let latest = FIRST_TERM;
  for (const { id: promotion, term } of promotions)
    if (isLater({ term, promotion }, latest)) latest = { term, promotion };
  return latest;
}
