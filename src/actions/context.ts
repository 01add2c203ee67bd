/** What every action is given: the effects. Tests and Workers give others. */
import { Fault } from "../model/fault.ts";
import type { Policy } from "../model/policy.ts";
import type { Signer } from "../store/checkpoint.ts";
import type { Store } from "../store/store.ts";
import type { Known } from "./known.ts";
import type { Mirror } from "./mirror.ts";

export interface Context {
  readonly store: Store;
  readonly known: Known;
  readonly policy: Policy;
  now(): Date;
  /** A random UUID. */
  newId(): string;
  /** 64 hex digits. */
  sha256(text: string): string;
  /** A new secret of 256 bits, safe in a header. */
  newSecret(): string;
  /** Points of the history held in memory; absent: as many as fit into 200 MB. */
  readonly historyPoints?: number;
  /** Signs checkpoints of the log; absent where nobody gave it a key. */
  readonly signer?: Signer;
  /** Aborted when the process is about to end: nobody waits any longer. */
  readonly leaving?: AbortSignal;
  /** Where this process may be a mirror of another; absent: it is the writer. */
  readonly mirror?: Mirror;
}

/** Who asks. Strangers read what is public. */
export interface Caller {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Id of the token that gives the right. */
  readonly token?: string;
  /** Id of the browser's session that stands for the token. */
  readonly session?: string;
}

export const STRANGER: Caller = { name: "anonymous", scopes: [] };

export const isAdmin = ({ scopes }: Caller): boolean => scopes.includes("admin");

/** Keeps a whole copy of the history: reads all of the log, and writes nothing. */
export const isMirror = ({ scopes }: Caller): boolean => scopes.includes("mirror");

/** Throws `unauthorized` for a stranger and `forbidden` for a known caller without any of the scopes. */
export function demand(caller: Caller, ...scopes: readonly string[]): void {
  if (isAdmin(caller) || scopes.some((scope) => caller.scopes.includes(scope))) return;
  const needed = ["admin", ...scopes].join(" or ");
  if (caller === STRANGER) {
    throw new Fault(
      "unauthorized",
      `This needs a token with the scope ${needed}; send it as "Authorization: Bearer …" (the CLI reads TARNISH_TOKEN).`,
    );
  }
  throw new Fault(
    "forbidden",
    `The token of ${caller.name} lacks the scope ${needed}; ask an administrator for one that has it.`,
  );
}
