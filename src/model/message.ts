/** What is told outside of the service: to whom, about what, and how far it has come. */

/** What a message can be about. */
export const TOPICS = ["regression", "verdict", "watchdog"] as const;
export type Topic = (typeof TOPICS)[number];

interface Common {
  /** As people call it; part of every message's key. */
  readonly name: string;
  /** Where it listens; nothing else is ever called, and redirections are not followed. */
  readonly url: string;
  readonly tells: readonly Topic[];
  /** Vendors whose private rigs it may be told of. */
  readonly sees: readonly string[];
}

export interface WebhookTarget extends Common {
  readonly kind: "webhook";
  /** Base64, with or without `whsec_` before it. */
  readonly secret: string;
}

export interface GerritTarget extends Common {
  readonly kind: "gerrit";
  readonly user: string;
  readonly password: string;
  readonly label: string;
  readonly votes: { readonly pass: number; readonly fail: number };
}

export interface GithubTarget extends Common {
  readonly kind: "github";
  readonly token: string;
  /** owner/name */
  readonly repository: string;
  /** Name of the status, and of the check run. */
  readonly context: string;
  /** A commit status, which a token may set, or a check run, which an app may. */
  readonly reports: "status" | "check";
}

export type Target = WebhookTarget | GerritTarget | GithubTarget;

/** What the message says, in the form that a webhook carries. */
export interface Told {
  /** "regression.announced", "verdict.fail", "watchdog.found". */
  readonly type: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** waiting: will be tried (again); dropped: overtaken, or there is nobody left to tell. */
export type MessageState = "waiting" | "delivered" | "dropped" | "given_up";

/** The state of an entity of kind `message`, whose events are its history. */
export interface Message {
  /** The idempotency key: the same for every attempt, 32 hex digits. */
  readonly id: string;
  readonly target: string;
  readonly topic: Topic;
  /** Id of the regression or watchdog, or sha. Messages about the same are delivered in their order. */
  readonly about: string;
  /** Null once it is settled. */
  readonly told: Told | null;
  readonly state: MessageState;
  readonly queuedAt: string;
  /** How many-eth message about it. */
  readonly ordinal: number;
  readonly attempts: number;
  /** RFC 3339: not before; null when it is settled. */
  readonly nextAt: string | null;
  /** Why the last attempt failed, in words, without what the target answered. */
  readonly error: string | null;
  readonly settledAt: string | null;
}

/** What was last said to a target about something: the state of an entity of kind `said`. */
export interface Said {
  readonly say: string;
  /** How many-eth message about it that was. */
  readonly ordinal: number;
}

/** Since when a target is told things: the state of an entity of kind `target`. */
export interface KnownTarget {
  readonly name: string;
  readonly kind: Target["kind"];
  readonly host: string;
  readonly since: string;
}
