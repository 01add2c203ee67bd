/** The retention policy, applied by the service itself: on a Node service's clock, or on a Worker's. */
import type { Caller, Context } from "../actions/context.ts";
import { mirrorState } from "../actions/mirror.ts";
import { applyRetention, readRetention } from "../actions/retention.ts";
import type { Log } from "./log.ts";

const ITSELF: Caller = { name: "retention", scopes: ["admin"] };

/** Until nothing is left that may go, or `signal` is aborted; nothing without a policy, or where others take the writes. */
export async function retentionApplied(ctx: Context, log: Log, signal?: AbortSignal): Promise<void> {
  if (mirrorState(ctx).role !== "writer") return;
  if ((await readRetention(ctx, ITSELF)).repeatsAfterDays === null) return;
  for (let more = true; more && !signal?.aborted; ) {
    const { runs, before, more: goesOn } = await applyRetention(ctx, ITSELF);
    if (runs > 0) log.info({ runs, before }, "repeats were dropped");
    more = goesOn;
  }
}
