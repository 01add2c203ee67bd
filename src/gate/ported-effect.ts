/** Does a change do the same on two branches? */
import { type LocalStep, localStep } from "../detect/local-level.ts";
import type { Agreement } from "../model/backport-parity.ts";

/** A branch's measured changesets of one series, oldest first, on the log scale. */
export interface BranchValues {
  readonly values: readonly number[];
  /** Of the first measured changeset that has the change; −1 when none has it. */
  readonly index: number;
}

export interface StepOfBoth {
  readonly mainline: LocalStep | null;
  readonly maintenance: LocalStep | null;
  readonly agreement: Agreement;
  /** Surely as large as δ on one of the branches. */
  readonly isMaterial: boolean;
}

/** Standard errors beyond which two steps differ, or one is more than δ. */
const SURELY = 2;

/**
 * From up to four measured changesets on either side on each branch. Different needs more than chance and, in the sizes
 * themselves, a difference as large as δ (log scale).
 */
export function stepOfBoth(mainline: BranchValues, maintenance: BranchValues, threshold: number): StepOfBoth {
  const [there, here] = [stepAt(mainline), stepAt(maintenance)];
  const isMaterial = [there, here].some(
    (step) => step !== null && Math.abs(step.size) - SURELY * step.error >= threshold,
  );
  if (there === null || here === null) return { mainline: there, maintenance: here, agreement: "unknown", isMaterial };
  const apart = Math.abs(there.size - here.size);
  const isApart = apart > SURELY * Math.hypot(there.error, here.error) && apart >= threshold;
  return { mainline: there, maintenance: here, agreement: isApart ? "different" : "same", isMaterial };
}

const stepAt = ({ values, index }: BranchValues): LocalStep | null =>
  index < 1 ? null : localStep(values, index, 0, values.length);
