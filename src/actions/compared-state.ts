/** What a person names to be compared: a release, a changeset or the tip of a branch, and its place in the history. */
import type { LandingOrder } from "../detect/landing-order.ts";
import { Fault } from "../model/fault.ts";
import type { ComparedState } from "../model/release-comparison.ts";
import type { Caller, Context } from "./context.ts";
import { fullSha } from "./full-sha.ts";
import { hiddenChangesets, visibleChangesets } from "./hidden-changesets.ts";

/** A tag wins over a patchset (`Change-Id,number`), that over a sha, a sha over a branch. */
export async function comparedState(ctx: Context, caller: Caller, name: string): Promise<ComparedState> {
  const changesets = await ctx.known.changesets();
  const release = (await ctx.known.releases()).get(name);
  if (release) {
    const branch = release.branch ?? changesets.get(release.sha)?.branch ?? null;
    return { name, kind: "release", sha: release.sha, branch };
  }
  const sha = (await patchsetNamed(ctx, caller, name)) ?? (await fullSha(ctx, caller, name));
  const hidden = await hiddenChangesets(ctx, caller);
  if (changesets.has(sha) && !hidden.has(sha)) {
    return { name, kind: "changeset", sha, branch: changesets.get(sha)?.branch ?? null };
  }
  const tip = (await ctx.known.landingOrder()).trunk(name).at(-1);
  if (tip !== undefined && !hidden.has(tip)) return { name, kind: "branch", sha: tip, branch: name };
  throw new Fault(
    "not_found",
    `There is no release, changeset or branch ${name}; tarnish release list shows the tags.`,
  );
}

/** Of several branches' patchsets of one name none is meant more than the others: the sha names one. */
async function patchsetNamed(ctx: Context, caller: Caller, name: string): Promise<string | undefined> {
  const [, changeId, number] = /^(I[0-9a-f]{7,40}),(\d{1,7})$/.exec(name) ?? [];
  if (changeId === undefined) return undefined;
  const found = (await visibleChangesets(ctx, caller)).filter(
    (one) => one.changeId?.startsWith(changeId) && one.patchset === Number(number),
  );
  return found.length === 1 ? found[0]?.sha : undefined;
}

/** A release by its tag alone. */
export async function releaseState(ctx: Context, caller: Caller, tag: string): Promise<ComparedState> {
  if ((await ctx.known.releases()).has(tag)) return await comparedState(ctx, caller, tag);
  throw new Fault("not_found", `There is no release ${tag}; tarnish release list shows them.`);
}

/** Two histories, oldest first, and where they part. The older is the baseline, unless it contains the candidate. */
export interface Paths {
  readonly isBackwards: boolean;
  /** Landed changesets up to each state, itself included. */
  readonly older: readonly string[];
  readonly newer: readonly string[];
  /** Newest changeset of both. */
  readonly forkedAt: string | null;
  /** Changesets of one state that the other does not contain; of the newer there is at least one. */
  readonly onlyOlder: ReadonlySet<string>;
  readonly onlyNewer: ReadonlySet<string>;
}

/** The history of one state alone, compared with nothing. */
export const onePath = (path: readonly string[]): Paths => ({
  ...{ isBackwards: false, older: path, newer: path, forkedAt: null },
  ...{ onlyOlder: new Set<string>(), onlyNewer: new Set<string>() },
});

export function pathsOf(order: LandingOrder, baseline: string, candidate: string): Paths {
  const [one, other] = [pathTo(order, baseline), pathTo(order, candidate)];
  const isBackwards = one.includes(candidate);
  const [older, newer] = isBackwards ? [other, one] : [one, other];
  const [ofOlder, ofNewer] = [new Set(older), new Set(newer)];
  return {
    isBackwards,
    older,
    newer,
    forkedAt: older.findLast((sha) => ofNewer.has(sha)) ?? null,
    onlyOlder: new Set(older.filter((sha) => !ofNewer.has(sha))),
    onlyNewer: new Set(newer.filter((sha) => !ofOlder.has(sha))),
  };
}

/** Landed changesets up to a state, itself included, oldest first. */
export const pathTo = (order: LandingOrder, sha: string): string[] => [
  ...order
    .ancestors(sha)
    .filter(({ isLanded }) => isLanded)
    .map((ancestor) => ancestor.sha)
    .reverse(),
  sha,
];
