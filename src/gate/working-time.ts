/** How many working days lie between two instants? */

const DAY = 86_400_000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * DAY;
const WORKING_DAYS = 5;
const WEEK = 7;

/** From and to in milliseconds since 1970; in days, fractions included; Monday to Friday in UTC, from midnight to midnight. Never negative. O(1). */
export function workingDaysBetween(from: number, to: number): number {
  return Math.max(0, sinceFirstMonday(to) - sinceFirstMonday(from));
}

function sinceFirstMonday(at: number): number {
  const days = (at - FIRST_MONDAY) / DAY;
  const weeks = Math.floor(days / WEEK);
  return weeks * WORKING_DAYS + Math.min(WORKING_DAYS, days - weeks * WEEK);
}
