/** As which changeset do the runs of another one count in a landing? The same tree is the same code. */
import type { LandingOrder } from "../detect/landing-order.ts";

interface Sides {
  readonly sha: string;
  readonly parentSha: string | null;
  readonly twins: readonly string[];
  readonly parentTwins: readonly string[];
}

export function countsAs(order: LandingOrder, { sha, parentSha, ...other }: Sides): (of: string) => string {
  const twins = new Set([sha, ...other.twins]);
  const parentTwins = new Set(other.parentTwins);
  return (of) => {
    if (twins.has(of)) return sha;
    return parentSha !== null && parentTwins.has(of) ? parentSha : order.historyOf(of);
  };
}
