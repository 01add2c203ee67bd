/**
 * Documents that arrive together are read one a turn of the event loop: what else is ready meanwhile, an answer of the
 * storage or another request, waits for one of them, not for all.
 */
import { nextTurn } from "../store/next-turn.ts";

export { nextTurn };

let last: Promise<void> = Promise.resolve();

/** Resolves when it is the caller's turn: first come, first served. */
export function turn(): Promise<void> {
  last = last.then(nextTurn);
  return last;
}
