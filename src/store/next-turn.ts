/**
 * Resolves in the next turn of the event loop, after what is ready in this one. Where there are no such turns, at once: a
 * Worker's timers belong to one request and end with it, and nobody else may wait for them.
 */
export async function nextTurn(): Promise<void> {
  if (typeof setImmediate === "function") await new Promise<void>((resolve) => void setImmediate(resolve));
}
