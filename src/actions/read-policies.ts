/** Policies as they are in force, in the words of a policy document. */
import { Fault } from "../model/fault.ts";
import type { Policy } from "../model/policy.ts";
import type { Context } from "./context.ts";
import { allPolicies, readPolicy, type StoredPolicy } from "./policy-for.ts";
import { type AppliedPolicy, shownPolicy } from "./put-policy.ts";

export type ShownPolicy = Omit<AppliedPolicy, "changed">;

export async function listPolicies(ctx: Context): Promise<ShownPolicy[]> {
  return (await allPolicies(ctx)).map(shownPolicy);
}

/** In force, or an earlier version: by its ordinal ("2") or in full ("2-1f0c22aa"). */
export async function onePolicy(ctx: Context, name: string, version?: string): Promise<ShownPolicy> {
  const found = (await allPolicies(ctx)).find((policy) => policy.name === name);
  if (!found) throw new Fault("not_found", `There is no policy ${name}; tarnish policy list shows them.`);
  if (version === undefined || isVersion(found, version)) return shownPolicy(found);
  const applied = (await ctx.store.history("policy", name)).map(({ body }) => readPolicy(ctx, body as StoredPolicy));
  const all = name === ctx.policy.name ? [ctx.policy, ...applied] : applied;
  const past = all.find((policy) => isVersion(policy, version));
  if (past) return shownPolicy(past);
  const versions = all.map((policy) => policy.version).join(", ");
  throw new Fault("not_found", `The policy ${name} has no version ${version}; there are: ${versions}.`);
}

const isVersion = (policy: Policy, asked: string): boolean =>
  policy.version === asked || policy.version.split("-", 1)[0] === asked;
