/** Which rules hold for a landing: the policy's own, those of the phase over them, those of the kind over both. */
import type { LandingKind } from "../model/landing.ts";
import type { Policy, RequiredCell, RuleChanges } from "../model/policy.ts";
import type { Phase } from "../model/train.ts";

export interface Ruling {
  /** The policy as it holds for this landing. */
  readonly policy: Policy;
  readonly kind: LandingKind;
  readonly phase: Phase | null;
}

export interface RulingAsk {
  readonly kind: LandingKind;
  /** Only a trailer says that it is of this kind: it may make the gate milder, but no required cell goes away by it. */
  readonly isOwnWord: boolean;
  readonly phase: Phase | null;
  /** Benchmarks that the landing asks for on top. */
  readonly benchmarks: readonly string[];
  /** Required cells that somebody who may has turned off. */
  readonly skippedCells: readonly string[];
}

export function rulingOf(policy: Policy, { kind, isOwnWord, phase, benchmarks, skippedCells }: RulingAsk): Ruling {
  const phased = over(policy, phase === null ? undefined : policy.rulesOfPhase[phase]);
  const ruled = over(phased, policy.rulesOfKind[kind]);
  const required = isOwnWord ? phased.cells : ruled.cells;
  const kept = required.filter(({ name }) => name === undefined || !skippedCells.includes(name));
  const asked: RequiredCell[] = benchmarks.length === 0 ? [] : [{ name: "asked for", rigs: 1, benchmarks }];
  return { policy: { ...ruled, cells: [...kept, ...asked] }, kind, phase };
}

/** What is said replaces what was said; rules for metrics come before the earlier ones, which still hold for the rest. */
export function over(policy: Policy, rules: RuleChanges | undefined): Policy {
  if (rules === undefined) return policy;
  const threshold = {
    default: rules.threshold?.default ?? policy.threshold.default,
    rules: [...(rules.threshold?.rules ?? []), ...policy.threshold.rules],
  };
  return { ...policy, ...rules, threshold };
}
