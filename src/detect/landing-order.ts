/** In which order did changesets land? By position on a branch, else by parent links; never by date or upload time. */
import type { Changeset } from "../model/changeset.ts";

type Changesets = ReadonlyMap<string, Changeset>;

export interface Ancestor {
  readonly sha: string;
  /** False for another unlanded candidate of the same chain: it is a parent, but no history. */
  readonly isLanded: boolean;
}

/** Made once for a state of the changesets: a trunk is walked once, however many series ask for it. */
export class LandingOrder {
  readonly #changesets: Changesets;
  /** Changesets with a position, ascending. */
  readonly #byBranch = new Map<string, Changeset[]>();
  /** The landed changeset of each tree; null where several share it. */
  readonly #byTree = new Map<string, string | null>();
  /** Unlanded changesets by the landed one that has their tree. */
  readonly #twins = new Map<string, string[]>();
  readonly #trunks = new Map<string, readonly string[]>();

  constructor(changesets: Changesets) {
    this.#changesets = changesets;
    for (const changeset of changesets.values()) {
      const { sha, branch = "", position, tree } = changeset;
      if (position === undefined) continue;
      push(this.#byBranch, branch, changeset);
      if (tree !== undefined) this.#byTree.set(tree, this.#byTree.has(tree) ? null : sha);
    }
    for (const { sha } of changesets.values()) {
      const landed = this.historyOf(sha);
      if (landed !== sha) push(this.#twins, landed, sha);
    }
    for (const landed of this.#byBranch.values()) landed.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }

  /** First parents, nearest first, across the fork of a branch. */
  ancestors(sha: string): Ancestor[] {
    const chain = this.#chainBelow(sha);
    const firstLanded = chain.findIndex((ancestor) => this.#changesets.get(ancestor)?.position !== undefined);
    const noneLanded = firstLanded < 0 && [sha, ...chain].some((one) => this.#usesPositions(one));
    return chain.map((ancestor, index) => ({ sha: ancestor, isLanded: !noneLanded && index >= firstLanded }));
  }

  /** The landed changesets of a branch, oldest first, across its fork. */
  trunk(branch: string): readonly string[] {
    const known = this.#trunks.get(branch);
    if (known) return known;
    const tip = this.#byBranch.get(branch)?.at(-1)?.sha ?? this.#tipByLinks(branch);
    const trunk = tip === undefined ? [] : [tip, ...this.#chainBelow(tip)].reverse();
    this.#trunks.set(branch, trunk);
    return trunk;
  }

  /** The branch on which most changesets have a position; "" when none has. */
  longestBranch(): string {
    return this.branches()[0] ?? "";
  }

  /** Whether any branch has more landed changesets than that. */
  isLongerThan(most: number): boolean {
    return this.trunk(this.longestBranch()).length > most;
  }

  /** Those with landed changesets, the longest first. */
  branches(): string[] {
    const all = [...this.#byBranch].filter(([, { length }]) => length > 0);
    return all.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1)).map(([branch]) => branch);
  }

  /** Where the runs of a changeset count as history: a candidate with the tree of one landed changeset is that one. */
  historyOf(sha: string): string {
    const changeset = this.#changesets.get(sha);
    if (changeset?.tree === undefined || changeset.position !== undefined) return sha;
    return this.#byTree.get(changeset.tree) ?? sha;
  }

  /** The changesets whose runs count as history of this landed one: itself, and candidates with its tree. */
  countedAs(landed: string): readonly string[] {
    return [landed, ...(this.#twins.get(landed) ?? [])];
  }

  /** First parents, nearest first. */
  #chainBelow(sha: string): string[] {
    const chain = new Set([sha]);
    for (let at = this.#parentOf(sha); at !== undefined && !chain.has(at); at = this.#parentOf(at)) chain.add(at);
    return [...chain].slice(1);
  }

  /** In a branch that uses positions, what has none has not landed. */
  #usesPositions(sha: string): boolean {
    const branch = this.#changesets.get(sha)?.branch;
    return branch !== undefined && this.#byBranch.has(branch);
  }

  /** A position wins: the parent link only where it leads to a position, or where nothing stands below. */
  #parentOf(sha: string): string | undefined {
    const changeset = this.#changesets.get(sha);
    if (changeset?.position === undefined) return changeset?.parent;
    if (changeset.parent !== undefined && this.#changesets.get(changeset.parent)?.position !== undefined)
      return changeset.parent;
    const landed = this.#byBranch.get(changeset.branch ?? "") ?? [];
    return landed[lastBelow(landed, changeset.position)]?.sha ?? changeset.parent;
  }

  /** Without positions: the end of the longest chain, unless it has siblings, for then nobody knows which one landed. */
  #tipByLinks(branch: string): string | undefined {
    const depths = new Map<string, number>();
    const children = new Map<string, number>();
    let tip: { readonly sha: string; readonly depth: number } | undefined;
    for (const { sha, parent, branch: own = "" } of this.#changesets.values()) {
      if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1);
      if (own !== branch) continue;
      const depth = this.#depth(sha, depths);
      if (tip === undefined || depth > tip.depth || (depth === tip.depth && sha < tip.sha)) tip = { sha, depth };
    }
    const parent = tip && this.#changesets.get(tip.sha)?.parent;
    return parent !== undefined && (children.get(parent) ?? 0) > 1 ? parent : tip?.sha;
  }

  /** Length of the chain below, each changeset walked once for all. */
  #depth(sha: string, depths: Map<string, number>): number {
    const path: string[] = [];
    const onPath = new Set<string>();
    let at: string | undefined = sha;
    while (at !== undefined && !depths.has(at) && !onPath.has(at)) {
      path.push(at);
      onPath.add(at);
      at = this.#changesets.get(at)?.parent;
    }
    let depth = at === undefined ? 0 : (depths.get(at) ?? 0);
    for (const one of path.reverse()) depths.set(one, ++depth);
    return depths.get(sha) ?? 0;
  }
}

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
