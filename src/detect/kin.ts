/** Which changesets are the same code, and which the same change? A verdict is keyed by trees, not by commits. */
import type { Changeset } from "../model/changeset.ts";
import type { LandingOrder } from "./landing-order.ts";

export class Kin {
  readonly #changesets: ReadonlyMap<string, Changeset>;
  readonly #order: LandingOrder;
  readonly #byTree = new Map<string, string[]>();
  readonly #byChange = new Map<string, Changeset[]>();

  constructor(changesets: ReadonlyMap<string, Changeset>, order: LandingOrder) {
    this.#changesets = changesets;
    this.#order = order;
    for (const changeset of changesets.values()) {
      if (changeset.tree !== undefined) push(this.#byTree, changeset.tree, changeset.sha);
      const change = changeOf(changeset);
      if (change !== null) push(this.#byChange, change, changeset);
    }
    for (const patchsets of this.#byChange.values()) patchsets.sort((a, b) => (a.patchset ?? 0) - (b.patchset ?? 0));
  }

  treeOf(sha: string | null): string | null {
    return (sha === null ? undefined : this.#changesets.get(sha)?.tree) ?? null;
  }

  /**
   * Other changesets of the same tree, whose runs are runs of this code. Not its ancestors: the tree that a revert brings
   * back is history, and would be compared with itself. Not its descendants: what came later never enters.
   */
  twins(sha: string): string[] {
    const tree = this.treeOf(sha);
    const same = tree === null ? [] : (this.#byTree.get(tree) ?? []).filter((other) => other !== sha);
    if (same.length === 0) return [];
    const isAncestor = (one: string, of: string) => this.#order.ancestors(of).some((ancestor) => ancestor.sha === one);
    const ancestors = new Set(this.#order.ancestors(sha).map((ancestor) => ancestor.sha));
    return same.filter((other) => !ancestors.has(other) && !isAncestor(sha, other)).sort();
  }

  /** All patchsets of the same change on the same branch, this one included, ascending; none without a number. */
  patchsets(sha: string): readonly Changeset[] {
    const changeset = this.#changesets.get(sha);
    const change = changeset ? changeOf(changeset) : null;
    return change === null ? [] : (this.#byChange.get(change) ?? []);
  }

  /** What a verdict of this changeset is keyed by: equal keys, equal code on both sides. Without a tree a sha stands alone. */
  key(sha: string): { readonly tree: string; readonly parentTree: string } {
    const parent = this.#order.ancestors(sha)[0]?.sha ?? "";
    return { tree: this.treeOf(sha) ?? `sha ${sha}`, parentTree: this.treeOf(parent) ?? `sha ${parent}` };
  }
}

function changeOf({ changeId, branch, patchset }: Changeset): string | null {
  return changeId === undefined || patchset === undefined ? null : `${branch ?? ""} ${changeId}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
