/** What can go wrong in a way that a caller can act on: one closed list, mapped once to HTTP and once to exit codes. */

export type FaultCode =
  | "malformed" // not JSON, not UTF-8, not the media type it claims to be
  | "invalid" // readable, but wrong: `details` names every place
  | "unauthorized" // no token, or one nobody knows
  | "forbidden" // a known token without the right
  | "not_found"
  | "not_allowed" // there, but not for this method
  | "conflict" // contradicts what is stored
  | "too_slow" // what was sent did not come to its end in time
  | "too_large"
  | "too_many" // slow down and retry
  | "unavailable" // not now: retry later
  | "internal"; // a mistake of ours

/** One wrong place: `path` is a JSON Pointer (RFC 6901) into what was sent, "" for the whole of it. */
export interface FaultDetail {
  readonly path: string;
  readonly detail: string;
}

/** An expected failure. `message` is one sentence that says what to do next. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: readonly FaultDetail[];
  /** Seconds after which trying again makes sense, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(
    code: FaultCode,
    message: string,
    details: readonly FaultDetail[] = [],
    options?: ErrorOptions & { readonly retryAfter?: number },
  ) {
    super(message, options);
    this.name = "Fault";
    this.code = code;
    this.details = details;
    this.retryAfter = options?.retryAfter;
  }
}

/** What a caller is told of any error: of a mistake of ours no more than that it is one. */
export const shownFault = (error: unknown): Fault => (error instanceof Fault ? error : new Fault("internal", UNTOLD));

const UNTOLD =
  "Something went wrong inside; it was recorded. Try again in a moment, and tell the operator if it stays.";

/** A JSON Pointer from path segments (RFC 6901 escaping). */
export function pointer(segments: readonly PropertyKey[]): string {
  return segments.map((part) => `/${String(part).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
}
