/** Faults as RFC 9457 problem documents: each code has one status, and an unknown error says nothing of its inside. */
import type { Context } from "hono";
import type { Fault, FaultCode } from "../model/fault.ts";
import { FAULT_STATUS } from "../model/fault-status.ts";

const TITLE: Record<FaultCode, string> = {
  malformed: "Not readable",
  unauthorized: "Not signed in",
  forbidden: "Not permitted",
  not_found: "Not found",
  not_allowed: "Not allowed here",
  conflict: "Conflict",
  too_slow: "Too slow",
  too_large: "Too large",
  invalid: "Not valid",
  too_many: "Too many requests",
  unavailable: "Not available now",
  internal: "Failed inside",
};

export function problemBody(fault: Fault) {
  return {
    type: "about:blank",
    title: TITLE[fault.code],
    status: FAULT_STATUS[fault.code],
    code: fault.code,
    detail: fault.message,
    ...(fault.details.length > 0 && { errors: fault.details }),
  };
}

export function problem(c: Context, fault: Fault): Response {
  const body = problemBody(fault);
  const { status } = body;
  if (status === 429 || status === 503) c.header("Retry-After", String(fault.retryAfter ?? 1));
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="tarnish"');
  return c.body(JSON.stringify(body), status, { "content-type": "application/problem+json" });
}
