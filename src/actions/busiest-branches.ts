/** On which branches was a series measured? The first is shown where nobody asks for another. */

/**
 * Those with most runs first, equal ones by name. Of each run: that of the changeset as whose history it counts, else
 * what the run said itself.
 */
export function busiestBranches(branches: readonly string[]): string[] {
  const runsOn = new Map<string, number>();
  for (const branch of branches) runsOn.set(branch, (runsOn.get(branch) ?? 0) + 1);
  return [...runsOn].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([branch]) => branch);
}
