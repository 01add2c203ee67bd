/** On which branches was a series measured? The first is shown where nobody asks for another. */
import type { Changeset } from "../model/changeset.ts";

/**
 * Those with most runs first, equal ones by name. `shas`: of each run the changeset as whose history it counts, whose
 * branch is the run's; `told`: what the run at that place said itself, for changesets whose branch is not known.
 */
export function busiestBranches(
  shas: readonly string[],
  told: (run: number) => string,
  changesets: ReadonlyMap<string, Pick<Changeset, "branch">>,
): string[] {
  const runsOn = new Map<string, number>();
  for (let run = 0; run < shas.length; run++) {
    const branch = changesets.get(shas[run] as string)?.branch ?? told(run);
    runsOn.set(branch, (runsOn.get(branch) ?? 0) + 1);
  }
  return [...runsOn].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([branch]) => branch);
}
