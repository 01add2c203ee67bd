/** What a verdict says besides its reason: of patchsets, reverts and fixes. */
import type { Lineage, Patchset } from "../model/verdict.ts";

export function notesOf({ twins, stale, left, ties }: Lineage): string[] {
  const notes: string[] = [];
  if (twins.length > 0) notes.push(`Runs of ${list(twins.map(named))} count: the tree is the same.`);
  if (stale) {
    const why = stale.why === "rebased" ? "stands on another parent" : "changes the code";
    notes.push(`Stale: ${named(stale)} replaces this patchset and ${why}; it needs a verdict of its own.`);
  }
  if (left) {
    const why = left.why === "rebased" ? "this patchset was rebased" : "the code is another";
    notes.push(`Nothing of ${named(left)} carries over: ${why}.`);
  }
  const tie = (words: string, shas: readonly string[]) => {
    if (shas.length > 0) notes.push(`${words} ${list(shas.map(short))}.`);
  };
  tie("Reverts", ties.reverts);
  tie("Fixes", ties.fixes);
  tie("Reverted by", ties.revertedBy);
  tie("Fixed by", ties.fixedBy);
  return notes;
}

const named = ({ sha, patchset }: Patchset): string =>
  patchset === null ? short(sha) : `patchset ${patchset} (${short(sha)})`;

/** As git abbreviates; names that are no hash stay whole. */
const short = (sha: string): string => (/^[0-9a-f]{40,64}$/.test(sha) ? sha.slice(0, 12) : sha);

const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
