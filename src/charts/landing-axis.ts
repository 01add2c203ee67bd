/** Labels of an axis in landing order: months or days where commit dates are known, otherwise positions. */
import { fixed } from "./number.ts";
import type { ChangesetRow } from "./series-data.ts";

export interface LandingTick {
  readonly index: number;
  readonly label: string;
}

/** What is known of a place in landing order. */
export type LandingPlace = Pick<ChangesetRow, "index" | "position" | "committedAt">;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Labels at least `apart` changesets from each other, each at the first changeset that it names. */
export function landingTicks(rows: readonly LandingPlace[], apart: number): LandingTick[] {
  const months = firstsOf(rows, 7);
  if (months.length > 3) return thin(months, apart).map(monthLabel);
  const days = firstsOf(rows, 10);
  if (days.length > 0) return thin(days, apart).map(({ index, text }) => ({ index, label: dayLabel(text) }));
  const every = Math.max(1, Math.ceil(apart));
  const positions = rows
    .filter(({ index }) => index % every === 0)
    .map(({ index, position }) => ({ index, text: fixed(position ?? index + 1, 0) }));
  return thin(positions, apart).map(({ index, text }) => ({ index, label: text }));
}

/** "12 Mar 2026" of an RFC 3339 time. */
export function dayOf(time: string): string {
  return `${dayLabel(time)} ${time.slice(0, 4)}`;
}

interface First {
  readonly index: number;
  readonly text: string;
}

/**
 * Changesets whose commit date begins a new month (7 characters) or day (10): later than all before it, because a
 * branch may land old commits. None when a date is missing.
 */
function firstsOf(rows: readonly LandingPlace[], characters: number): First[] {
  const firsts: First[] = [];
  let latest = "";
  for (const { index, committedAt } of rows) {
    if (committedAt === undefined) return [];
    if (latest !== "" && (committedAt.startsWith(latest) || committedAt < latest)) continue;
    latest = committedAt.slice(0, characters);
    firsts.push({ index, text: latest });
  }
  return firsts;
}

/** Every k-th label for the least k that keeps them apart; where none does, the first. */
function thin(firsts: readonly First[], apart: number): readonly First[] {
  // The first month or day has usually begun before the series: it gives way to the next.
  const begin = (firsts[1]?.index ?? Number.POSITIVE_INFINITY) - (firsts[0]?.index ?? 0) < apart ? 1 : 0;
  const candidates = firsts.length > 2 ? firsts.slice(begin) : firsts;
  for (let k = 1; k < candidates.length; k += k < 3 ? 1 : 3) {
    const kept = candidates.filter((_, i) => i % k === 0);
    if (kept.every(({ index }, i) => i === 0 || index - (kept[i - 1]?.index ?? 0) >= apart)) return kept;
  }
  return candidates.slice(0, 1);
}

function monthLabel({ index, text }: First, i: number, all: readonly First[]): LandingTick {
  const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? text;
  const isNewYear = text.slice(0, 4) !== all[i - 1]?.text.slice(0, 4);
  return { index, label: isNewYear ? `${month} ${text.slice(0, 4)}` : month };
}

function dayLabel(time: string): string {
  return `${Number(time.slice(8, 10))} ${MONTHS[Number(time.slice(5, 7)) - 1] ?? ""}`;
}
