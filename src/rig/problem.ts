/** The service's problem documents (RFC 9457) become faults again; what answers in another way is judged by its status. */
import { Fault, type FaultCode, type FaultDetail } from "../model/fault.ts";

const OF_STATUS: Readonly<Record<number, FaultCode>> = {
  400: "malformed",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  405: "not_allowed",
  408: "unavailable",
  409: "conflict",
  413: "too_large",
  429: "too_many",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** `asked` says what was asked, for an answer without words. */
export function toFault(status: number, answer: unknown, asked: string): Fault {
  const problem = (typeof answer === "object" && answer !== null ? answer : {}) as Readonly<Record<string, unknown>>;
  const code = OF_STATUS[status] ?? (status >= 500 ? "internal" : "invalid");
  const said = typeof problem["detail"] === "string" ? problem["detail"] : problem["title"];
  const message = typeof said === "string" ? said : `The service answered ${asked} with status ${status}.`;
  return new Fault(code, message, detailsOf(problem["errors"]));
}

function detailsOf(errors: unknown): FaultDetail[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: Readonly<Record<string, unknown>> | null) =>
    typeof error?.["detail"] === "string" ? [{ path: String(error["path"] ?? ""), detail: error["detail"] }] : [],
  );
}
