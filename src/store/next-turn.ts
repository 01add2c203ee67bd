/** Resolves in the next turn of the event loop, after what is ready in this one. Where there are no turns, soon. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => void (typeof setImmediate === "function" ? setImmediate(resolve) : setTimeout(resolve, 0)));
