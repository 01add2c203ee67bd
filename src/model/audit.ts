/** Greens that were measured again, and what became of them. */
import type { VerdictWord } from "./verdict.ts";

export interface AuditedLanding {
  readonly sha: string;
  /** As it is now, its audit included. */
  readonly verdict: VerdictWord;
  /** On which it was measured again. */
  readonly rigs: readonly string[];
}

export interface AuditCount {
  /** Landings that passed and were measured again. */
  readonly audited: number;
  readonly green: number;
  /** Turned out red. */
  readonly red: number;
  /** Neither: what the audit measured left them open. */
  readonly open: number;
  /** Red of those that are red or green, with 95 % limits; null while there are none. */
  readonly falsePasses: { readonly value: number; readonly low: number; readonly high: number } | null;
}
