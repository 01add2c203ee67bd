/** Everything that a campaign needs: its plan, its rig, and the ways out of it. */
import type { Changeset } from "../../model/changeset.ts";
import type { Fault } from "../../model/fault.ts";
import type { Cause, Environment, RunDocument } from "../../model/run.ts";
import type { Plan } from "../../wire/plan.ts";
import type { Side, Slot } from "../plan/schedule.ts";
import type { Task } from "../plan/tasks.ts";
import type { CanaryBook } from "./canaries.ts";

export interface RigNow {
  readonly environment: Environment | undefined;
  readonly virtual: boolean;
  readonly boot: string;
  /** Of the watch facts: canaries of other epochs are not compared. */
  readonly epoch: string;
  /** Why nothing may be measured now, in words; undefined when it may. */
  readonly wrong: string | undefined;
}

export type CampaignEvent =
  | { readonly kind: "remark"; readonly text: string }
  | { readonly kind: "block"; readonly block: number; readonly name: string }
  | { readonly kind: "session"; readonly slot: Slot; readonly block: string }
  | { readonly kind: "task"; readonly title: string }
  | {
      readonly kind: "session-ended";
      readonly slot: Slot;
      readonly document: RunDocument;
      readonly milliseconds: number;
    };

/** Looks at the blocks that ended; says why they are enough, undefined when they are not. Never by a p-value. */
export type EnoughOf = (documents: readonly RunDocument[]) => string | undefined;

export interface CampaignAsk {
  readonly plan: Plan;
  readonly tasks: readonly Task[];
  readonly rig: string;
  readonly changesets: Readonly<Partial<Record<Side, Changeset>>>;
  readonly cause: Cause;
  /** Id of the order that asked for it; absent without one. */
  readonly workOrder?: string;
  /** Names the sessions' ids: the same campaign never delivers a session twice. */
  readonly campaign: string;
  readonly digest: string;
  readonly seed: number;
  readonly beganAt: Date;
  /** What blocks are called; the ordinal follows where there are several. */
  readonly blockBase: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Looked at before each session. */
  readonly rigNow: () => RigNow;
  readonly canaries: CanaryBook;
  readonly enough: EnoughOf;
  /** Resolves when the run is safe (stored, or kept in the spool); a Fault when nobody wants it. */
  readonly deliver: (document: RunDocument) => Promise<Fault | undefined>;
  readonly onEvent: (event: CampaignEvent) => void;
}
