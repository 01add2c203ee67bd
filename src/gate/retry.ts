/** When is a message tried again, and for how long? */

const FIRST_MS = 30_000;
const LONGEST_MS = 3_600_000;
/** Three days: a weekend with a broken target loses nothing. */
const GIVE_UP_MS = 3 * 86_400_000;

/** Milliseconds until the next attempt after so many failed ones in a row: doubled each time, an hour at the most. */
export function retryDelay(failures: number, askedForSeconds = 0): number {
  const doubled = FIRST_MS * 2 ** Math.min(30, Math.max(0, failures - 1));
  return Math.max(Math.min(LONGEST_MS, doubled), Math.min(GIVE_UP_MS, askedForSeconds * 1000));
}

/** Both in milliseconds since 1970. */
export const isGivenUp = (queuedAt: number, now: number): boolean => now - queuedAt >= GIVE_UP_MS;
