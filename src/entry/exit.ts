/** Exit codes that scripts rely on, and which fault ends with which. */
import type { FaultCode } from "../model/fault.ts";
import type { VerdictWord } from "../model/verdict.ts";

export const EXIT = {
  ok: 0,
  fail: 1,
  inconclusive: 2,
  invalidEnvironment: 3,
  notMeasured: 4,
  usage: 64,
  badInput: 65,
  unavailable: 69,
  notPermitted: 77,
} as const;

const OF_FAULT: Record<FaultCode, number> = {
  malformed: EXIT.badInput,
  invalid: EXIT.badInput,
  not_found: EXIT.badInput,
  not_allowed: EXIT.badInput,
  conflict: EXIT.badInput,
  too_large: EXIT.badInput,
  unauthorized: EXIT.notPermitted,
  forbidden: EXIT.notPermitted,
  too_slow: EXIT.unavailable,
  too_many: EXIT.unavailable,
  unavailable: EXIT.unavailable,
  internal: EXIT.unavailable,
};

const OF_VERDICT: Record<VerdictWord, number> = {
  pass: EXIT.ok,
  fail: EXIT.fail,
  inconclusive: EXIT.inconclusive,
  invalid_environment: EXIT.invalidEnvironment,
  not_measured: EXIT.notMeasured,
};

export const exitCodeOf = (fault: { readonly code: FaultCode }): number => OF_FAULT[fault.code];
export const exitCodeOfVerdict = (verdict: VerdictWord): number => OF_VERDICT[verdict];
