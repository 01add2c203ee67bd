/** What of the log a caller may see in full. */
import type { Annotation } from "../model/annotation.ts";
import type { Rig } from "../model/changeset.ts";
import type { LoggedEvent } from "../store/events.ts";
import { type Caller, type Context, isAdmin, isMirror } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { canSee } from "./read-series.ts";

export interface Sight {
  readonly rigs: ReadonlyMap<string, Rig>;
  readonly hiddenChangesets: ReadonlySet<string>;
}

export async function sightOn(ctx: Context, caller: Caller): Promise<Sight> {
  const seesAll = isAdmin(caller) || isMirror(caller);
  const hidden = seesAll ? new Set<string>() : await hiddenChangesets(ctx, caller);
  return { rigs: await ctx.known.rigs(), hiddenChangesets: hidden };
}

export function isVisible(event: LoggedEvent, caller: Caller, { rigs, hiddenChangesets }: Sight): boolean {
  if (isMirror(caller)) return true;
  if (!event.isAccepted) return false;
  if (isAdmin(caller)) return true;
  switch (event.kind) {
    case "changeset":
    case "paths":
      return !hiddenChangesets.has(event.key);
    case "release":
    case "train":
    case "policy":
    case "landing":
    case "ticket":
    case "promotion":
    case "retention":
    case "thinning": // names hashes alone, of which only who has the document knows what they are of
      return true;
    case "rig":
    case "away":
      return canSee(caller, rigs.get(event.key));
    case "order": {
      const { sha, baseline, rig } = JSON.parse(event.body) as { sha: string; baseline: string | null; rig: string };
      if (hiddenChangesets.has(sha) || (baseline !== null && hiddenChangesets.has(baseline))) return false;
      return canSee(caller, rigs.get(rig));
    }
    case "annotation": {
      const { sha, rig } = JSON.parse(event.body) as Annotation;
      return !hiddenChangesets.has(sha) && (rig === null || canSee(caller, rigs.get(rig)));
    }
    case "run":
    case "retraction":
    case "epoch":
    case "lease":
    case "completion":
      return canSee(caller, rigs.get((JSON.parse(event.body) as { rig: string }).rig));
    case "token": // hashes, scopes, and who is at work when are nobody's business
    case "token-use":
    case "session":
    case "verdict": // may rest on private rigs
    case "waiver": // may name one
    case "change": // may be of one
    case "triage": // may speak of one
    case "message":
    case "said":
    case "target":
    case "merge": // names events of all kinds
      return false;
  }
}
