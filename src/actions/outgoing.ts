/** One request to a configured target: no redirection is followed, nothing hangs, nothing large is read. */

export interface Outgoing {
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: number | undefined;
}

export type Send = (request: Outgoing) => Promise<Answered>;

const PATIENCE_MS = 10_000;
const MOST_BYTES = 1 << 20;

/** What went wrong, in words that may be shown: never what the target answered, nor where it was asked. */
export class Undelivered extends Error {
  /** The target as a whole is at fault, so that other messages to it can wait, too. */
  readonly isDown: boolean;
  readonly retryAfter: number;

  constructor(message: string, isDown: boolean, retryAfter = 0) {
    super(message);
    this.isDown = isDown;
    this.retryAfter = retryAfter;
  }
}

/** There is nobody left to tell. */
export class NobodyToTell extends Error {}

export function sender(patience = PATIENCE_MS): Send {
  return async ({ method, url, headers, body }) => {
    const signal = AbortSignal.timeout(patience);
    try {
      const answer = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal,
        ...(body !== undefined && { body }),
      });
      const text = await read(answer);
      const after = Number(answer.headers.get("retry-after"));
      return { status: answer.status, text, retryAfter: Number.isFinite(after) && after > 0 ? after : undefined };
    } catch (cause) {
      const isLate = cause instanceof Error && cause.name === "TimeoutError";
      throw new Undelivered(isLate ? `no answer within ${patience / 1000} s` : "no connection", true);
    }
  };
}

async function read(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MOST_BYTES) {
      await reader.cancel();
      break;
    }
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

/** Statuses by which a target speaks of itself, not of the message. */
const DOWN = new Set([401, 403, 407, 408, 425, 429]);

/** Answers of 200 to 299 are good; all others are thrown in words. */
export function accepted({ status, text, retryAfter }: Answered): string {
  if (status >= 200 && status < 300) return text;
  const isRedirection = status >= 300 && status < 400;
  const said = isRedirection ? `answered ${status}: redirections are not followed` : `answered ${status}`;
  throw new Undelivered(said, isRedirection || status >= 500 || DOWN.has(status), retryAfter);
}
