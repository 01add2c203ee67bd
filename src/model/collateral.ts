/** The evidence pack of a landing: everything that the verdict is a function of, the verdict, and hashes of both. */
import type { Changeset } from "./changeset.ts";
import type { Environment, Subject } from "./run.ts";
import type { ChangesetVerdict } from "./verdict.ts";

export const COLLATERAL_SCHEMA = "tarnish.collateral/1";

/** A run as far as a reader needs it to judge what was measured; its values are in the question. */
export interface CollateralRun {
  readonly run: string;
  /** sha256 of the document as it was posted: the log's. */
  readonly contentHash: string;
  readonly rig: string;
  readonly sha: string;
  readonly block: string;
  readonly cause: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly acceptedAt: string;
  readonly excluded: string;
  /** Name of one of `environments`; null when the run reported none. */
  readonly environment: string | null;
  readonly subject?: Subject;
  readonly tool?: { readonly name: string; readonly version?: string };
}

/** `Question` is what the gate was asked; the model does not know the gate. */
export interface Collateral<Question> {
  readonly schema: typeof COLLATERAL_SCHEMA;
  readonly sha: string;
  readonly changeset: Changeset | null;
  /** What was prepared before the code was measured, and decisions that bear on it, as they stand. */
  readonly landing: unknown;
  readonly waivers: readonly unknown[];
  readonly engine: string;
  readonly question: Question;
  readonly runs: readonly CollateralRun[];
  readonly environments: Readonly<Record<string, Environment>>;
  /** Without the expected end, which no evidence decides. */
  readonly verdict: Omit<ChangesetVerdict, "eta">;
}

export interface SealedCollateral<Question> extends Collateral<Question> {
  /** Of each part, by JSON Pointer: sha256: and the first 16 hex digits of that of its RFC 8785 form. */
  readonly parts: Readonly<Record<string, string>>;
  /** sha256:… of the RFC 8785 form of everything but itself, the parts' hashes included. */
  readonly content: string;
}
