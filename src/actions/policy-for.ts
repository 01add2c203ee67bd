/** Which policy holds for a changeset, and how: by its branch, its kind of landing and the phase of its release. */
import { completePolicy } from "../gate/complete-policy.ts";
import { askOf } from "../gate/landing-kind.ts";
import { phaseOf, releaseInWork } from "../gate/phase.ts";
import { type Ruling, rulingOf } from "../gate/rules.ts";
import { matchesAny } from "../gate/selects.ts";
import type { Changeset } from "../model/changeset.ts";
import type { Landing } from "../model/landing.ts";
import type { Policy, PolicyChanges } from "../model/policy.ts";
import type { Phase } from "../model/train.ts";
import { PolicyBody } from "../wire/policy.ts";
import { pathsOf } from "./changeset-paths.ts";
import type { Context } from "./context.ts";
import { contentHash } from "./identify.ts";

/** What holds where no policy names the branch. */
export const DEFAULT_NAME = "default";

/** As it was applied: the document in people's words, and the how many-eth version it is. */
export interface StoredPolicy {
  readonly name: string;
  readonly ordinal: number;
  readonly document: unknown;
}

/** The policy as it holds for this changeset, whether anybody knows it or not. `under`: as if this one were in force. */
export async function policyFor(ctx: Context, sha: string, under?: Policy): Promise<Ruling> {
  const changeset = (await ctx.known.changesets()).get(sha);
  const landing = await landingOf(ctx, changeset);
  const policy = under ?? (await policyOfBranch(ctx, changeset?.branch ?? ""));
  const asksForPaths = policy.kinds.some(({ paths }) => paths !== undefined);
  const paths = asksForPaths ? await pathsOf(ctx, sha) : null;
  const ask = askOf(policy, { changeset, landing, paths });
  return rulingOf(policy, { ...ask, phase: await phaseFor(ctx, changeset, landing) });
}

/** A name without a star is nearer than one with it. */
export async function policyOfBranch(ctx: Context, branch: string): Promise<Policy> {
  const policies = await allPolicies(ctx);
  const holding = policies.filter(({ branches }) => matchesAny(branches, branch));
  const nearest = holding.find(({ branches }) => branches.includes(branch)) ?? holding[0];
  return nearest ?? policies.find(({ name }) => name === DEFAULT_NAME) ?? ctx.policy;
}

/** In the order of their names; the shipped one among them when nobody applied another of its name. */
export async function allPolicies(ctx: Context): Promise<Policy[]> {
  const stored = [...(await ctx.known.policies()).values()].map((one) => readPolicy(ctx, one));
  const all = stored.some(({ name }) => name === DEFAULT_NAME) ? stored : [ctx.policy, ...stored];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const remembered = new WeakMap<StoredPolicy, Policy>();

/** Its version says how many there were and what it says, the shipped policy's share included. */
export function readPolicy(ctx: Pick<Context, "sha256">, stored: StoredPolicy): Policy {
  const before = remembered.get(stored);
  if (before) return before;
  const changes = changesOf(stored);
  const version = `${stored.ordinal}-${policyHash(ctx, changes).slice(0, 8)}`;
  const policy = completePolicy(stored.name, version, changes);
  remembered.set(stored, policy);
  return policy;
}

export const changesOf = ({ document }: StoredPolicy): PolicyChanges => PolicyBody.parse(document);

export const policyHash = ({ sha256 }: Pick<Context, "sha256">, changes: PolicyChanges): string =>
  contentHash(completePolicy("", "", changes), sha256);

async function landingOf(ctx: Context, changeset: Changeset | undefined): Promise<Landing | undefined> {
  if (changeset?.ticket === undefined) return undefined;
  return (await ctx.known.landings()).get(changeset.ticket);
}

/** Of the release that it is meant for, when it landed, or today while it is a candidate. */
async function phaseFor(
  ctx: Context,
  changeset: Changeset | undefined,
  landing: Landing | undefined,
): Promise<Phase | null> {
  const train = [...(await ctx.known.trains()).values()].find(({ branch }) => branch === changeset?.branch);
  if (!train) return null;
  const landedAt = changeset?.position === undefined ? undefined : changeset.committedAt;
  const at = landedAt ?? ctx.now().toISOString();
  const release = landing?.release ?? releaseInWork(train, at);
  return release === null ? null : phaseOf(train, release, at);
}
