import type { Policy, Threshold } from "../model/policy.ts";

/** The material threshold of a metric: the first rule whose pattern occurs in its name, otherwise the default. */
export function thresholdOf(policy: Policy, metric: string): Threshold {
  return policy.threshold.rules.find((rule) => metric.includes(rule.metric))?.threshold ?? policy.threshold.default;
}
