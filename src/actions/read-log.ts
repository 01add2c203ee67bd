/** The log after a place, as this caller may see it: what is hidden is shown by its hash, so that the chain still proves. */
import { Fault } from "../model/fault.ts";
import type { HiddenEvent } from "../store/adopt.ts";
import type { ChainHead, Checkpoint, Refused } from "../store/checkpoint.ts";
import type { LoggedEvent } from "../store/events.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { checkpointOf } from "./checkpoint.ts";
import { type Caller, type Context, STRANGER } from "./context.ts";
import { LogCursor } from "./log-cursor.ts";
import { hiddenLine, shownLine } from "./log-lines.ts";
import { isVisible, sightOn } from "./log-sight.ts";
import { type LogSlice, within } from "./log-slice.ts";
import { callerByNow } from "./sessions.ts";

/** Events come in pages, each followed by the cursor to go on from and a signature over where its chains stand then. */
export type LogLine =
  | LogEntry
  | {
      readonly cursor: string;
      readonly checkpoint?: Checkpoint;
      /** Milliseconds that nothing was there, before the page was read. */
      readonly waited?: number;
    };

type Event = LoggedEvent | HiddenEvent;

export interface LogAsk {
  /** Where to go on; absent: from the beginning. */
  readonly after?: string | undefined;
  /** Milliseconds to wait for something, where there is nothing; absent: none. Strangers are not kept waiting. */
  readonly wait?: number | undefined;
  /** Aborted when nobody reads the answer any more. */
  readonly signal?: AbortSignal;
  /** Runs outside of it are shown by their hashes. */
  readonly slice?: LogSlice;
}

const PAGE = 500;
/** Characters of bodies. */
const PAGE_CHARACTERS = 16 * 2 ** 20;
/** Milliseconds after which a run that is not accepted will not be any more. */
const DECIDED = 600_000;

/**
 * Lines that are LogLines. Ends where the log ends; throws `unauthorized` at a page that the caller's token does not
 * live to see.
 */
export function readLog(ctx: Context, caller: Caller, ask: LogAsk = {}): AsyncGenerator<string> {
  const { after, wait = 0, slice = {}, signal } = ask;
  const signals = [ctx.leaving, signal].filter((one) => one !== undefined);
  // Places to wait are few: nobody can take them all without a name.
  const patience = { wait: caller === STRANGER ? 0 : wait, signals };
  return lines(ctx, caller, new LogCursor(after), slice, patience);
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

async function* lines(
  ctx: Context,
  caller: Caller,
  cursor: LogCursor,
  slice: LogSlice,
  patience: Patience,
): AsyncGenerator<string> {
  await within(ctx, slice); // a release that nobody named is said before anybody waits
  let { waited, ...page } = await firstPage(ctx, cursor, patience);
  for (;;) {
    const isShown = await sightOnPage(ctx, caller, slice);
    const heads = new Map<string, ChainHead>();
    const refused: Refused[] = [];
    for (const event of page.events) {
      const { chain, sequence, linkHash } = event;
      heads.set(chain, { chain, sequence, linkHash });
      if ("id" in event && !event.isAccepted) refused.push({ chain, sequence });
      yield isShown(event) ? shownLine(event, ctx.sha256) : hiddenLine(event, ctx.sha256);
    }
    const checkpoint = await checkpointOf(ctx, [...heads.values()], { entries: page.events.length, refused });
    yield JSON.stringify({ cursor: cursor.text, ...(checkpoint && { checkpoint }), ...(waited > 0 && { waited }) });
    if (page.isLast) return;
    waited = 0;
    page = await nextPage(ctx, cursor, page.place);
  }
}

/** Asked after a page was read, which may be long after the request came. Throws `unauthorized` when the caller's right ended. */
async function sightOnPage(
  ctx: Context,
  caller: Caller,
  slice: LogSlice,
): Promise<(event: Event) => event is LoggedEvent> {
  const reader = await callerByNow(ctx, caller);
  if (!reader) {
    throw new Fault("unauthorized", "The token expired or was revoked meanwhile; ask an administrator for a new one.");
  }
  const isInSlice = await within(ctx, slice);
  const sight = await sightOn(ctx, reader);
  return (event): event is LoggedEvent => "id" in event && isVisible(event, reader, sight) && isInSlice(event);
}

interface Page {
  readonly events: readonly Event[];
  readonly isLast: boolean;
  /** Where it ends in the tail; undefined: what follows is in the tables. */
  readonly place: number | undefined;
}

interface Patience {
  /** Milliseconds. */
  readonly wait: number;
  /** Any of them ends it. */
  readonly signals: readonly AbortSignal[];
}

/** The first page that holds something, or none once the patience is over or too many wait. */
async function firstPage(
  ctx: Context,
  cursor: LogCursor,
  { wait, signals }: Patience,
): Promise<Page & { readonly waited: number }> {
  const { tail } = ctx.store;
  const begun = ctx.now().getTime();
  let own: number | undefined;
  for (let waited = 0; ; waited = ctx.now().getTime() - begun) {
    const end = tail.end;
    const page = await nextPage(ctx, cursor, own);
    if (page.events.length > 0 || waited >= wait || signals.some(({ aborted }) => aborted)) return { ...page, waited };
    own = page.place;
    const isTold = own !== undefined;
    const mayWait = await tail.next(end, { milliseconds: wait - waited, isTold, signals });
    if (!mayWait) return { ...page, waited };
  }
}

/** The cursor stands at its end then. `own`: where this reader's page before ended. */
async function nextPage(ctx: Context, cursor: LogCursor, own: number | undefined): Promise<Page> {
  const { tail } = ctx.store;
  const place = tail.placeOf(cursor.text, own);
  if (place !== undefined) {
    const { events, end, isLast } = tail.from(place, PAGE, PAGE_CHARACTERS);
    const news = events.filter((event) => !cursor.hasRead(event)); // the tables may have told some before
    for (const event of news) cursor.read(event);
    return { events: news, isLast, place: tail.remember(cursor.text, end) };
  }
  const end = tail.end; // before the tables are read: what comes meanwhile is after it
  const found = await ctx.store.log(cursor.place, PAGE);
  const events = [...decided(found, cursor, ctx.now())];
  const isLast = found.length < PAGE;
  // What is held back of the chain that the tail goes on with will be there; of another nobody knows.
  const isWhole = isLast && [...cursor.heldBack].every((chain) => chain === tail.chain);
  return { events, isLast, place: isWhole ? tail.remember(cursor.text, end) : undefined };
}

/** Of a page what may be told by now; the rest of a chain, from a link's beginning on, is for the next reader. */
function* decided(events: readonly Event[], cursor: LogCursor, now: Date): Generator<Event> {
  const newestLink = new Map(events.map(({ chain, link }) => [chain, link]));
  const undecided = new Set(
    events
      .filter((event) => "id" in event && isUndecided(event, newestLink, now))
      .map(({ chain, link }) => `${chain} ${link}`),
  );
  for (const event of events) {
    if (undecided.has(`${event.chain} ${event.link}`)) cursor.holdBack(event.chain);
    if (cursor.heldBack.has(event.chain)) continue;
    cursor.read(event);
    yield event;
  }
}

/** A batch is at most two links, and is claimed before the one after the next begins. */
const LINKS_UNDER_WAY = 3;

/** Of a run that is not accepted: it may be yet, unless its writer has gone on, or was never heard of again. */
function isUndecided(event: LoggedEvent, newestLink: ReadonlyMap<string, number>, now: Date): boolean {
  const hasGoneOn = (newestLink.get(event.chain) ?? 0) > event.link + LINKS_UNDER_WAY;
  return !event.isAccepted && !hasGoneOn && now.getTime() - event.at.getTime() < DECIDED;
}
