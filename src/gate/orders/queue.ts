/** Which order is done next, and which has to wait? */
import type { Cause } from "../../model/run.ts";
import type { WorkOrder } from "../../model/work-order.ts";

/** What others wait for comes first: the parent's runs, bridges, then what blocks landings, then who did it, then audits. */
const FIRST_TO_LAST: readonly Cause[] = [
  ...(["manual", "bridge", "confirm", "retest", "scheduled"] as const),
  ...(["bisect", "backfill", "audit"] as const),
];

type Ranked = Pick<WorkOrder, "cause" | "baseline" | "key" | "orderedAt" | "id">;

/** Runs of a parent alone, without which its children have no answer. */
const isOfParent = ({ cause, key }: Ranked): boolean =>
  (cause === "backfill" || cause === "confirm") && key.endsWith(',"parent"]');

const rankOf = (order: Ranked): number => (isOfParent(order) ? -1 : FIRST_TO_LAST.indexOf(order.cause));

/** Parents first, then by cause, then the oldest. */
export const ranked = <Order extends Ranked>(orders: readonly Order[]): Order[] =>
  [...orders].sort(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      (one.orderedAt < other.orderedAt ? -1 : Number(one.orderedAt > other.orderedAt)) ||
      (one.id < other.id ? -1 : 1),
  );

export interface QueueState {
  /** UTC, as 2026-10-02. */
  readonly today: string;
  /** Rig hours that a rig gives to orders a day; null without a limit. */
  readonly quota: number | null;
  /** Hours that orders took within the last day, those under way included. */
  readonly used: number;
}

/** Why an order cannot begin now, in words; null when it can. One that is larger than a whole day's quota has its day alone. */
export function waitsFor(
  order: Pick<WorkOrder, "afterNight" | "hours">,
  { today, quota, used }: QueueState,
): string | null {
  if (order.afterNight !== null && today <= order.afterNight)
    return `another night: ${order.afterNight} has to be over`;
  if (quota === null || (used === 0 && quota > 0)) return null;
  if (used + (order.hours ?? 0) <= quota && used < quota) return null;
  return `the rig's quota: ${hours(used)} of ${hours(quota)} a day are used`;
}

const hours = (many: number): string => `${Number(many.toFixed(1))} h`;
