/** What each kind of fault is in HTTP: one table for the API and for the pages. */
import type { FaultCode } from "./fault.ts";

export const FAULT_STATUS = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  not_allowed: 405,
  conflict: 409,
  too_slow: 408,
  too_large: 413,
  invalid: 422,
  too_many: 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<FaultCode, number>;
