/** Which waivers count in a verdict, and what do they let through? */
import type { Missing, SeriesVerdict } from "../model/verdict.ts";
import type { AppliedWaiver, Waiver } from "../model/waiver.ts";

/** Neither revoked nor expired at an instant, RFC 3339 in UTC. */
export const isInForce = ({ isRevoked, expiresAt }: Waiver, at: string): boolean => !isRevoked && at < expiresAt;

/** A regression that is shown, or suspected, may be waived; what was not measured, or not comparably, may not. */
export const isWaivable = ({ verdict, suspected }: Pick<SeriesVerdict, "verdict" | "suspected">): boolean =>
  verdict === "fail" || (verdict === "inconclusive" && suspected);

/** The waiver that lets a series through; undefined where none does. */
export function waiverOf(waivers: readonly Waiver[], one: SeriesVerdict): Waiver | undefined {
  if (!isWaivable(one)) return undefined;
  return waivers.find(
    ({ waives }) => waives.kind === "regression" && waives.series.some(({ series }) => series === one.series),
  );
}

/** The waiver that lets a missing cell pass. */
export function waiverOfAbsence(waivers: readonly Waiver[], missing: Missing): Waiver | undefined {
  const names = [missing.cell, missing.what];
  return waivers.find(({ waives }) => waives.kind === "absence" && waives.cells.some((cell) => names.includes(cell)));
}

/** As a verdict shows it. `visible`: series that whoever asks may see. */
export function appliedWaiver(waiver: Waiver, visible: (series: string) => boolean): AppliedWaiver | undefined {
  const { id, waives, reason, ticket, who, expiresAt } = waiver;
  const what =
    waives.kind === "absence" ? waives.cells : waives.series.filter(({ series }) => visible(series)).map(waivedWords);
  if (what.length === 0) return undefined;
  const noun = waives.kind === "absence" ? "the absence" : "the regression";
  const text = `${who} waived ${noun} of ${what.join(", ")} until ${expiresAt.slice(0, 10)} (${ticket}): ${reason}`;
  return { id, kind: waives.kind, what, reason, ticket, who, expiresAt, text };
}

const waivedWords = ({ name, worsening }: { name: string; worsening: number }): string =>
  worsening > 0 ? `${name} (${percentWords(Math.expm1(worsening))} worse)` : name;

const percentWords = (fraction: number): string => `${Number((fraction * 100).toPrecision(3))} %`;
