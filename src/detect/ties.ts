/** Who reverts or fixes whom? Read from what messages say, and told on both sides. */
import type { Changeset } from "../model/changeset.ts";
import type { Ties } from "../model/verdict.ts";

export const NO_TIES: Ties = { reverts: [], revertedBy: [], fixes: [], fixedBy: [] };

/**
 * Trailers `Fixes:` and `Reverts:` name a changeset by a beginning of at least seven digits; one that fits several names
 * none. Without a trailer, `Revert "subject"` names the newest changeset of that subject below it on its branch.
 */
export function tiesOf(changesets: ReadonlyMap<string, Changeset>): ReadonlyMap<string, Ties> {
  const shas = [...changesets.keys()].sort();
  const bySubject = subjectsOf(changesets);
  const ties = new Map<string, { [K in keyof Ties]: string[] }>();
  const of = (sha: string) => {
    const known = ties.get(sha) ?? { reverts: [], revertedBy: [], fixes: [], fixedBy: [] };
    ties.set(sha, known);
    return known;
  };
  for (const one of changesets.values()) {
    const named = (key: string) =>
      new Set(
        namedBy(one, key)
          .flatMap((prefix) => uniqueSha(shas, prefix) ?? [])
          .filter((sha) => sha !== one.sha),
      );
    const byTrailer = named("reverts");
    for (const sha of byTrailer.size > 0 ? byTrailer : revertedSubject(one, bySubject)) {
      of(one.sha).reverts.push(sha);
      of(sha).revertedBy.push(one.sha);
    }
    for (const sha of named("fixes")) {
      of(one.sha).fixes.push(sha);
      of(sha).fixedBy.push(one.sha);
    }
  }
  return ties;
}

function subjectsOf(changesets: ReadonlyMap<string, Changeset>): Map<string, Changeset[]> {
  const bySubject = new Map<string, Changeset[]>();
  for (const one of changesets.values()) {
    if (one.subject === undefined) continue;
    const same = bySubject.get(one.subject);
    if (same) same.push(one);
    else bySubject.set(one.subject, [one]);
  }
  return bySubject;
}

/** The beginnings of shas that a trailer names, a line each: `7cf2763b0d ("LU-17000 osc: …")`. */
function namedBy({ trailers }: Changeset, wanted: string): string[] {
  const lines = Object.entries(trailers ?? {}).flatMap(([key, value]) =>
    key.toLowerCase() === wanted ? value.split("\n") : [],
  );
  return lines.flatMap((line) => /^(?:commit\s+)?([A-Za-z0-9._-]{7,64})\b/.exec(line.trim())?.[1] ?? []);
}

function uniqueSha(shas: readonly string[], prefix: string): string | undefined {
  let [low, high] = [0, shas.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shas[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  const found = shas[low];
  if (found === prefix) return found;
  return found?.startsWith(prefix) && !shas[low + 1]?.startsWith(prefix) ? found : undefined;
}

function revertedSubject(one: Changeset, bySubject: ReadonlyMap<string, readonly Changeset[]>): string[] {
  const subject = /^Revert "(.+)"$/.exec(one.subject ?? "")?.[1];
  const all = subject === undefined ? [] : (bySubject.get(subject) ?? []);
  const limit = one.position ?? Number.POSITIVE_INFINITY;
  const below = all.filter(
    ({ branch, position }) => branch === one.branch && position !== undefined && position < limit,
  );
  const newest = below.sort((a, b) => (b.position ?? 0) - (a.position ?? 0))[0];
  return newest ? [newest.sha] : [];
}
