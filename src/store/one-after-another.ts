/** Acts in the order in which they came, each after the one before it has ended, well or not. */
export function oneAfterAnother(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.then(nothing, nothing); // its answer is the caller's, and is not held until somebody else comes
    return mine;
  };
}

const nothing = (): void => undefined;
