/** What is wanted now against what was ordered before: what is new, what changed, what nobody needs any more. */
import type { WantedOrder } from "../../model/work-order.ts";

/** An order as it stands. */
export interface Standing extends WantedOrder {
  readonly id: string;
  readonly attempt: number;
  readonly isOpen: boolean;
  /** A rig is at it: it stays as it is until the rig is done. */
  readonly isLeased: boolean;
  /** People ordered it: only people cancel it. */
  readonly isManual: boolean;
}

export interface Reconciled {
  readonly add: readonly { readonly wanted: WantedOrder; readonly attempt: number }[];
  /** Open orders of which less, more or something else is wanted now. */
  readonly restate: readonly { readonly id: string; readonly wanted: WantedOrder }[];
  readonly cancel: readonly { readonly id: string; readonly why: string }[];
}

/** What so many attempts did not answer is left to people. */
export const MOST_ATTEMPTS = 3;

/** `standing`: all open orders, and of the wanted keys that have no open order those that are over. */
export function reconcile(standing: readonly Standing[], wanted: readonly WantedOrder[]): Reconciled {
  const unique = [...new Map(wanted.map((one) => [one.key, one])).values()];
  const open = new Map(standing.filter(({ isOpen }) => isOpen).map((order) => [order.key, order]));
  const keys = new Set(unique.map(({ key }) => key));
  const attempts = new Map<string, number>();
  for (const { key, attempt } of standing) attempts.set(key, Math.max(attempt, attempts.get(key) ?? 0));
  return {
    add: unique.flatMap((one) => {
      const attempt = (attempts.get(one.key) ?? 0) + 1;
      return open.has(one.key) || attempt > MOST_ATTEMPTS ? [] : [{ wanted: one, attempt }];
    }),
    restate: unique.flatMap((one) => {
      const order = open.get(one.key);
      return order && !order.isLeased && !isSame(order, one) ? [{ id: order.id, wanted: one }] : [];
    }),
    cancel: standing
      .filter(({ key, isOpen, isLeased, isManual }) => isOpen && !isLeased && !isManual && !keys.has(key))
      .map(({ id }) => ({ id, why: "the answer is known, or nobody waits for it any more" })),
  };
}

const isSame = (order: WantedOrder, wanted: WantedOrder): boolean => factsOf(order) === factsOf(wanted);

const factsOf = ({ sha, baseline, runs, blocks, series, afterNight }: WantedOrder): string =>
  JSON.stringify([sha, baseline, runs, blocks, [...series].sort(), afterNight]);
