/** Acts in the order in which they came, each after the one before it has ended, well or not. */
import { Fault } from "../model/fault.ts";

/** While `most` of them are under way or wait, whoever comes is refused: `unavailable`. */
export function oneAfterAnother(most = Number.POSITIVE_INFINITY): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let count = 0;
  const ended = (): void => {
    count--;
  };
  return (act) => {
    if (count >= most)
      return Promise.reject(new Fault("unavailable", "Too many wait for answers of this kind; ask again in a minute."));
    count++;
    const mine = last.then(act);
    last = mine.then(ended, ended); // its answer is the caller's, and is not held until somebody else comes
    return mine;
  };
}
