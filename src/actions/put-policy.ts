/** A policy is applied: checked against itself and against the rigs there are, and kept as a version of its own. */
import { policyFaults } from "../gate/policy-faults.ts";
import { Fault, type FaultDetail, pointer } from "../model/fault.ts";
import type { Policy, PolicyChanges } from "../model/policy.ts";
import { writtenPolicy } from "../wire/written-policy.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { allPolicies, changesOf, DEFAULT_NAME, policyHash, readPolicy, type StoredPolicy } from "./policy-for.ts";
import { record } from "./record.ts";
import { unservable } from "./unservable-cells.ts";

export interface AppliedPolicy {
  readonly name: string;
  readonly version: string;
  /** False when it is what was in force already. */
  readonly changed: boolean;
  /** The whole of it, in the words of a policy document. */
  readonly document: unknown;
}

/** `changes`: what the document says, as PolicyBody reads it. */
export async function putPolicy(
  ctx: Context,
  caller: Caller,
  name: string,
  changes: PolicyChanges,
): Promise<AppliedPolicy> {
  demand(caller, "release");
  return await ctx.known.inTurn(async () => {
    await refuseFaults(ctx, caller, name, changes);
    const before = (await ctx.known.policies()).get(name);
    if (before && policyHash(ctx, changesOf(before)) === policyHash(ctx, changes)) {
      return { ...shownPolicy(readPolicy(ctx, before)), changed: false };
    }
    const shipped = name === DEFAULT_NAME ? 1 : 0;
    const stored: StoredPolicy = { name, ordinal: (before?.ordinal ?? shipped) + 1, document: writtenPolicy(changes) };
    await record(ctx, caller, [{ kind: "policy", key: name, body: stored }]);
    return { ...shownPolicy(readPolicy(ctx, stored)), changed: true };
  });
}

/** Throws a Fault that names every contradiction, and every cell that nobody can serve. */
export async function refuseFaults(ctx: Context, caller: Caller, name: string, changes: PolicyChanges): Promise<void> {
  const details: FaultDetail[] = [
    ...policyFaults(changes).map(({ path, detail }) => ({ path: pointer(path), detail })),
    ...(await branchFaults(ctx, name, changes)),
    ...(await unservable(ctx, caller, changes)),
  ];
  const [first] = details;
  if (first) throw new Fault("invalid", `The policy ${name} is refused: ${first.path} ${first.detail}.`, details);
}

async function branchFaults(ctx: Context, name: string, { branches = [] }: PolicyChanges): Promise<FaultDetail[]> {
  const others = (await allPolicies(ctx)).filter((policy) => policy.name !== name);
  return branches.flatMap((branch, i) => {
    const holder = others.find((policy) => policy.branches.includes(branch));
    return holder ? [{ path: `/branches/${i}`, detail: `is a branch of the policy ${holder.name} already` }] : [];
  });
}

export function shownPolicy(policy: Policy): Omit<AppliedPolicy, "changed"> {
  return { name: policy.name, version: policy.version, document: writtenPolicy(policy) };
}
