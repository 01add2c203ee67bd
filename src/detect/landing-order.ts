/** In which order did changesets land? By position on a branch, else by parent links; never by date or upload time. */
import type { Changeset } from "../model/changeset.ts";

type Changesets = ReadonlyMap<string, Changeset>;

export interface Ancestor {
  readonly sha: string;
  /** False for another unlanded candidate of the same chain: it is a parent, but no history. */
  readonly isLanded: boolean;
}

export class LandingOrder {
  readonly #changesets: Changesets;
  readonly #byBranch = new Map<string, Changeset[]>();
  readonly #children = new Map<string, string[]>();

  constructor(changesets: Changesets) {
    this.#changesets = changesets;
    for (const changeset of changesets.values()) {
      if (changeset.position !== undefined) push(this.#byBranch, changeset.branch ?? "", changeset);
      if (changeset.parent !== undefined) push(this.#children, changeset.parent, changeset.sha);
    }
    for (const landed of this.#byBranch.values()) landed.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    for (const children of this.#children.values()) children.sort();
  }

  /**
   * First parents, nearest first, across the fork of a branch. Where a changeset does not name its parent, the one
   * before it on its branch counts. In a project that uses positions, a parent without one has not landed.
   */
  ancestors(sha: string, most = 5000): Ancestor[] {
    const chain: string[] = [];
    const seen = new Set([sha]);
    for (
      let at = this.#parentOf(sha);
      at !== undefined && !seen.has(at) && chain.length < most;
      at = this.#parentOf(at)
    ) {
      seen.add(at);
      chain.push(at);
    }
    const firstLanded = chain.findIndex((ancestor) => this.#changesets.get(ancestor)?.position !== undefined);
    return chain.map((ancestor, index) => ({ sha: ancestor, isLanded: index >= firstLanded }));
  }

  /** The landed changesets of a branch, oldest first, across its fork. */
  trunk(branch: string): string[] {
    const tip = this.#byBranch.get(branch)?.at(-1)?.sha ?? this.#tipByLinks(branch);
    if (tip === undefined) return [];
    return [tip, ...this.ancestors(tip).map(({ sha }) => sha)].reverse();
  }

  branches(): string[] {
    return [...new Set([...this.#changesets.values()].map(({ branch }) => branch ?? ""))].sort();
  }

  #parentOf(sha: string): string | undefined {
    const changeset = this.#changesets.get(sha);
    if (changeset?.parent !== undefined || changeset?.position === undefined) return changeset?.parent;
    const landed = this.#byBranch.get(changeset.branch ?? "") ?? [];
    const place = lastBelow(landed, changeset.position);
    return landed[place]?.sha;
  }

  /** Without positions: the end of the longest chain, unless it has siblings, for then nobody knows which one landed. */
  #tipByLinks(branch: string): string | undefined {
    const depth = new Map<string, number>();
    let tip: string | undefined;
    for (const { sha } of [...this.#changesets.values()].filter((c) => (c.branch ?? "") === branch).sort(bySha)) {
      const chain = [sha, ...this.ancestors(sha).map((ancestor) => ancestor.sha)].reverse();
      for (const [index, at] of chain.entries()) depth.set(at, index);
      if (tip === undefined || (depth.get(sha) ?? 0) > (depth.get(tip) ?? 0)) tip = sha;
    }
    const parent = tip && this.#changesets.get(tip)?.parent;
    return parent && (this.#children.get(parent)?.length ?? 0) > 1 ? parent : tip;
  }
}

const bySha = (a: Changeset, b: Changeset): number => (a.sha < b.sha ? -1 : 1);

/** Index of the last changeset whose position is below, -1 when there is none. */
function lastBelow(landed: readonly Changeset[], position: number): number {
  let [low, high] = [0, landed.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((landed[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
