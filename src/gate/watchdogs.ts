/** What is wrong with the measuring although nothing fails? Each rule looks at one thing and knows no clock. */

const DAY = 86_400_000;

/** Whoever measured on fewer days has no rhythm; whoever is silent for longer than this is gone, which is no news. */
const FEWEST_DAYS = 5;
const SILENT_GAPS = 4;
const SHORTEST_SILENCE_MS = 3 * DAY;
const GONE_MS = 90 * DAY;

/**
 * Starts of runs and now, in milliseconds since 1970. The last start when it is longer ago than four times the usual gap
 * between days with runs, three days at the least; null while there is no rhythm, it is kept, or it ended long ago.
 */
export function silentSince(starts: readonly number[], now: number): number | null {
  const days = [...new Set(starts.map((at) => Math.floor(at / DAY)))].sort((a, b) => a - b);
  const last = Math.max(...starts);
  if (days.length < FEWEST_DAYS) return null;
  const gaps = days
    .slice(1)
    .map((day, i) => day - (days[i] ?? day))
    .sort((a, b) => a - b);
  const usual = (gaps[gaps.length >> 1] ?? 1) * DAY;
  const silence = now - last;
  return silence > Math.max(SHORTEST_SILENCE_MS, SILENT_GAPS * usual) && silence < GONE_MS ? last : null;
}

/** Nobody who asks for orders leaves one for longer. */
const LONGEST_WAIT_MS = 2 * DAY;

/**
 * When work orders that could begin could do so first, milliseconds since 1970 each, and now. The earliest of them where
 * it is longer ago than two days; null where none waits so long.
 */
export function untakenSince(begin: readonly number[], now: number): number | null {
  const first = Math.min(...begin);
  return begin.length > 0 && now - first > LONGEST_WAIT_MS ? first : null;
}

/** So many changesets in a row with one binary are no chance: nobody installs what is said to be measured. */
const SAME_IN_A_ROW = 5;

export interface MeasuredBuild {
  readonly sha: string;
  /** Hash of the digests of all packages; "" where none were told. */
  readonly packages: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Newest first, one rig's. The oldest of the newest builds that all have one binary, where they are of five changesets or more. */
export function sameBinarySince(builds: readonly MeasuredBuild[]): MeasuredBuild | null {
  const [newest] = builds;
  if (newest === undefined || newest.packages === "") return null;
  const end = builds.findIndex(({ packages }) => packages !== newest.packages);
  const same = end < 0 ? builds : builds.slice(0, end);
  return new Set(same.map(({ sha }) => sha)).size >= SAME_IN_A_ROW ? (same.at(-1) ?? null) : null;
}

/** Measured on so many changesets, a series could have been gated. */
const ENOUGH_CHANGESETS = 20;

export const isUngated = (role: "required" | "gating" | "advisory", changesets: number): boolean =>
  role === "advisory" && changesets >= ENOUGH_CHANGESETS;

/** So many steps for the worse, and none of them large enough for the threshold. */
const HIDDEN_STEPS = 3;
/** A loss of a half goes unnoticed. */
const BLIND_RATIO = 0.5;

/** `worse`: sizes of the confirmed steps for the worse, as ratios above 0 (0.05 is 5 % worse); `threshold`: the same. */
export function hidesEverything(threshold: number, worse: readonly number[]): boolean {
  if (threshold >= BLIND_RATIO) return true;
  return worse.length >= HIDDEN_STEPS && worse.every((size) => size < threshold);
}
