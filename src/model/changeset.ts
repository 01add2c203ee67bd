/** What lands: a change of the software under test, keyed by repository and sha. */

export interface Changeset {
  readonly sha: string;
  readonly repository?: string;
  readonly branch?: string;
  /** The first parent's sha. */
  readonly parent?: string;
  readonly tree?: string;
  /** Gerrit's Change-Id; across branches the key is Change-Id and branch. */
  readonly changeId?: string;
  readonly patchset?: number;
  readonly ticket?: string;
  readonly subject?: string;
  readonly author?: string;
  /** What the end of its message says (`Fixes`, `Test-Parameters`, …); of several with one key a line each, in their order. */
  readonly trailers?: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly committedAt?: string;
  /** Ordinal in the first-parent order of its branch; absent while it is only a candidate. */
  readonly position?: number;
}

/** A release: a tag on a branch. */
export interface Release {
  readonly tag: string;
  readonly sha: string;
  readonly branch?: string;
  readonly releasedAt?: string;
}

/** Static test hardware, owned by a vendor. */
export interface Rig {
  readonly rig: string;
  readonly vendor?: string;
  readonly description?: string;
  readonly labels?: readonly string[];
  readonly visibility: "public" | "private";
  /** RFC 3339: from then on what a private rig measured, and measures, is public. */
  readonly publicFrom?: string;
  /** Others whose nodes are part of it: the strictest rule of all its owners holds. */
  readonly owners?: readonly RigOwner[];
  /** An administrator's decision: what virtual machines measured under this name counts, from then on. */
  readonly virtualCounts?: boolean;
  /** Hours a day that it gives to work orders; absent: as many as there are. */
  readonly orderHours?: number;
}

/** By the strictest rule of its owners. */
export const isPrivate = ({ visibility, owners = [] }: Pick<Rig, "visibility" | "owners">): boolean =>
  [{ visibility }, ...owners].some((owner) => owner.visibility === "private");

/** Whose nodes are part of another vendor's rig, and who may see what they measure. */
export interface RigOwner {
  readonly vendor: string;
  readonly visibility: "public" | "private";
  readonly publicFrom?: string;
}

/** A rig that cannot measure for a while: no required cell waits for it. */
export interface Away {
  readonly rig: string;
  /** RFC 3339, UTC: from then on it is expected again. */
  readonly until: string;
  readonly reason?: string;
}
