/** Policies as they are in force, in the words of a policy document. */
import { Fault } from "../model/fault.ts";
import type { Context } from "./context.ts";
import { allPolicies } from "./policy-for.ts";
import { type AppliedPolicy, shownPolicy } from "./put-policy.ts";

export type ShownPolicy = Omit<AppliedPolicy, "changed">;

export async function listPolicies(ctx: Context): Promise<ShownPolicy[]> {
  return (await allPolicies(ctx)).map(shownPolicy);
}

export async function onePolicy(ctx: Context, name: string): Promise<ShownPolicy> {
  const found = (await allPolicies(ctx)).find((policy) => policy.name === name);
  if (!found) throw new Fault("not_found", `There is no policy ${name}; tarnish policy list shows them.`);
  return shownPolicy(found);
}
