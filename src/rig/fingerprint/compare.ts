/** Which facts of a rig changed since it was accepted. */
import type { Fingerprint } from "./fingerprint.ts";

export interface FactChange {
  readonly class: "identity" | "watch";
  readonly name: string;
  /** Undefined: there was no such fact, or there is none any more. */
  readonly before: string | undefined;
  readonly now: string | undefined;
}

/**
 * Identity first, then watch, each in the order of names. A fact that cannot be read now is not a change and is not
 * called equal either: it is among the unreadable ones.
 */
export function changesSince(accepted: Fingerprint, now: Fingerprint): FactChange[] {
  return (["identity", "watch"] as const).flatMap((of) => {
    const [before, after] = [accepted.facts[of], now.facts[of]];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names
      .filter((name) => before[name] !== after[name])
      .filter((name) => now.unreadable[name] === undefined && accepted.unreadable[name] === undefined)
      .map((name) => ({ class: of, name, before: before[name], now: after[name] }));
  });
}
