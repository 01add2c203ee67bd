/** The log after a place, as this caller may see it: what is hidden is shown by its hash, so that the chain still proves. */

import type { Annotation } from "../model/annotation.ts";
import type { Rig } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { HiddenEvent } from "../store/adopt.ts";
import type { ChainHead, Checkpoint, Refused } from "../store/checkpoint.ts";
import type { LoggedEvent, LogPlace } from "../store/store.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { checkpointOf } from "./checkpoint.ts";
import { type Caller, type Context, isAdmin, isMirror } from "./context.ts";
import { hiddenChangesets } from "./hidden-changesets.ts";
import { hiddenLine, shownLine } from "./log-lines.ts";
import { type LogSlice, within } from "./log-slice.ts";
import { canSee } from "./read-series.ts";

/** Events come in pages, each followed by the cursor to go on from and a signature over where its chains stand then. */
export type LogLine = LogEntry | { readonly cursor: string; readonly checkpoint?: Checkpoint };

const PAGE = 500;
/** Milliseconds that an event may become visible later than another of the same time: other writers, other clocks. */
const SLACK = 3_600_000;
/** Milliseconds after which a run that is not accepted will not be any more. */
const DECIDED = 600_000;

/** Lines that are LogLines. `after` absent: from the beginning. Ends where the log ends. Runs outside of the slice are shown by their hashes. */
export function readLog(ctx: Context, caller: Caller, after?: string, slice: LogSlice = {}): AsyncGenerator<string> {
  return lines(ctx, caller, new LogReader(after), slice);
}

/** Lines of everything that this service has beyond how far these chains have come, in full. */
export async function* entriesBeyond(ctx: Context, heads: readonly ChainHead[]): AsyncGenerator<string> {
  const chains = new Map(heads.map(({ chain, sequence }) => [chain, sequence]));
  for (;;) {
    const place = { horizon: new Date(0), chains: [...chains].map(([chain, sequence]) => ({ chain, sequence })) };
    const events = await ctx.store.log(place, PAGE);
    for (const event of events) {
      chains.set(event.chain, event.sequence);
      yield "id" in event ? shownLine(event, ctx.sha256) : hiddenLine(event, ctx.sha256);
    }
    if (events.length < PAGE) return;
  }
}

async function* lines(ctx: Context, caller: Caller, reader: LogReader, slice: LogSlice): AsyncGenerator<string> {
  const isInSlice = await within(ctx, slice);
  for (;;) {
    const events = await ctx.store.log(reader.place, PAGE);
    const sight = await sightOn(ctx, caller);
    const heads = new Map<string, ChainHead>();
    const page: { entries: number; readonly refused: Refused[] } = { entries: 0, refused: [] };
    for (const event of decided(events, reader, ctx.now())) {
      reader.read(event);
      const { chain, sequence, linkHash } = event;
      heads.set(chain, { chain, sequence, linkHash });
      page.entries++;
      if ("id" in event && !event.isAccepted) page.refused.push({ chain, sequence });
      const isShown = "id" in event && isVisible(event, caller, sight) && isInSlice(event);
      yield isShown ? shownLine(event, ctx.sha256) : hiddenLine(event, ctx.sha256);
    }
    const checkpoint = await checkpointOf(ctx, [...heads.values()], page);
    yield JSON.stringify({ cursor: reader.cursor, ...(checkpoint && { checkpoint }) });
    if (events.length < PAGE) return;
  }
}

/** Of a page what may be told by now; the rest of a chain, from a link's beginning on, is for the next reader. */
function* decided(
  events: readonly (LoggedEvent | HiddenEvent)[],
  reader: LogReader,
  now: Date,
): Generator<LoggedEvent | HiddenEvent> {
  const newestLink = new Map(events.map(({ chain, link }) => [chain, link]));
  const undecided = new Set(
    events
      .filter((event) => "id" in event && isUndecided(event, newestLink, now))
      .map(({ chain, link }) => `${chain} ${link}`),
  );
  for (const event of events) {
    if (undecided.has(`${event.chain} ${event.link}`)) reader.holdBack(event.chain);
    if (!reader.holdsBack(event.chain)) yield event;
  }
}

/** Of a run that is not accepted: it may be yet, unless its writer has gone on, or was never heard of again. */
function isUndecided(event: LoggedEvent, newestLink: ReadonlyMap<string, number>, now: Date): boolean {
  const hasGoneOn = (newestLink.get(event.chain) ?? 0) > event.link;
  return !event.isAccepted && !hasGoneOn && now.getTime() - event.at.getTime() < DECIDED;
}

interface Sight {
  readonly rigs: ReadonlyMap<string, Rig>;
  readonly hiddenChangesets: ReadonlySet<string>;
}

async function sightOn(ctx: Context, caller: Caller): Promise<Sight> {
  const seesAll = isAdmin(caller) || isMirror(caller);
  const hidden = seesAll ? new Set<string>() : await hiddenChangesets(ctx, caller);
  return { rigs: await ctx.known.rigs(), hiddenChangesets: hidden };
}

function isVisible(event: LoggedEvent, caller: Caller, { rigs, hiddenChangesets }: Sight): boolean {
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
      const { sha, baseline } = JSON.parse(event.body) as { sha: string; baseline: string | null };
      if (hiddenChangesets.has(sha) || (baseline !== null && hiddenChangesets.has(baseline))) return false;
      return canSee(caller, rigs.get((JSON.parse(event.body) as { rig: string }).rig));
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

/**
 * A place in many chains at once: everything up to an instant, and in chains that wrote since then, up to an event.
 * Chains that were silent for longer than the slack need no mention, so a cursor stays short.
 */
class LogReader {
  readonly #chains = new Map<string, { sequence: number; at: number }>();
  readonly #heldBack = new Set<string>();
  #horizon = 0;

  constructor(cursor: string | undefined) {
    if (cursor === undefined || cursor === "") return;
    try {
      const [horizon, ...chains] = JSON.parse(atob(cursor.replace(/-/g, "+").replace(/_/g, "/"))) as unknown[];
      if (!Number.isSafeInteger(horizon)) throw new TypeError("not a cursor of ours");
      this.#horizon = horizon as number;
      for (const one of chains) {
        const [chain, sequence, at] = one as [string, number, number];
        if (!/^\d{1,20}$/.test(chain) || !Number.isSafeInteger(sequence) || sequence < 0 || !Number.isSafeInteger(at))
          throw new TypeError("not a cursor of ours");
        this.#chains.set(chain, { sequence, at });
      }
    } catch (cause) {
      const detail = "is not a cursor that this log gave";
      throw new Fault("invalid", `The cursor ${detail}; leave it out to begin.`, [{ path: "/after", detail }], {
        cause,
      });
    }
  }

  /** The rest of this chain is for the next reader: the cursor does not go beyond it. */
  holdBack(chain: string): void {
    this.#heldBack.add(chain);
  }

  holdsBack(chain: string): boolean {
    return this.#heldBack.has(chain);
  }

  get place(): LogPlace {
    const open = [...this.#chains].filter(([chain]) => !this.#heldBack.has(chain));
    const chains = open.map(([chain, { sequence }]) => ({ chain, sequence }));
    for (const chain of this.#heldBack) chains.push({ chain, sequence: Number.MAX_SAFE_INTEGER });
    return { horizon: new Date(this.#horizon), chains };
  }

  get cursor(): string {
    const chains = [...this.#chains].map(([chain, { sequence, at }]) => [chain, sequence, at]);
    const text = btoa(JSON.stringify([this.#horizon, ...chains]));
    return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  read({ chain, sequence, at }: Pick<LoggedEvent, "chain" | "sequence" | "at">): void {
    this.#chains.set(chain, { sequence, at: at.getTime() });
    this.#horizon = Math.max(this.#horizon, at.getTime() - SLACK);
    for (const [id, place] of this.#chains) if (place.at <= this.#horizon) this.#chains.delete(id);
  }
}
