/** In a chain of candidates each is judged against its parent: who of those below made a series worse? */
import type { ChangesetVerdict } from "../model/verdict.ts";

/** By series, the changeset of the chain, nearest first, whose own verdict was fail; null where none was. */
export async function guiltyAncestors(
  unlanded: readonly string[],
  verdictOf: (sha: string) => Promise<ChangesetVerdict>,
): Promise<(series: string) => string | null> {
  const guilty = new Map<string, string>();
  for (const sha of unlanded) {
    for (const { series, verdict } of (await verdictOf(sha)).series)
      if (verdict === "fail" && !guilty.has(series)) guilty.set(series, sha);
  }
  return (series) => guilty.get(series) ?? null;
}
