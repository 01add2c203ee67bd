import { DEFAULT_POLICY, type Policy, type PolicyChanges } from "../model/policy.ts";

/** What a document leaves out has the shipped policy's value. Its lists replace the shipped ones. */
export function completePolicy(name: string, version: string, changes: PolicyChanges): Policy {
  const { threshold, trailers, waivers, ...same } = changes;
  return {
    ...DEFAULT_POLICY,
    ...same,
    name,
    version,
    threshold: { ...DEFAULT_POLICY.threshold, ...threshold },
    trailers: { ...DEFAULT_POLICY.trailers, ...trailers },
    waivers: { ...DEFAULT_POLICY.waivers, ...waivers },
  };
}
