/** The log after a place, as this caller may see it: what is hidden is shown by its hash, so that the chain still proves. */
import type { HiddenEvent } from "../store/adopt.ts";
import type { ChainHead, Checkpoint, Refused } from "../store/checkpoint.ts";
import type { LoggedEvent } from "../store/store.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { checkpointOf } from "./checkpoint.ts";
import type { Caller, Context } from "./context.ts";
import { LogCursor } from "./log-cursor.ts";
import { hiddenLine, shownLine } from "./log-lines.ts";
import { isVisible, sightOn } from "./log-sight.ts";
import { type LogSlice, within } from "./log-slice.ts";

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
  /** Milliseconds to wait for something, where there is nothing; absent: none. */
  readonly wait?: number | undefined;
  /** Runs outside of it are shown by their hashes. */
  readonly slice?: LogSlice;
}

const PAGE = 500;
/** Characters of bodies. */
const PAGE_CHARACTERS = 16 * 2 ** 20;
/** Milliseconds after which a run that is not accepted will not be any more. */
const DECIDED = 600_000;
/** Milliseconds between two looks at the tables, for those who wait where others write, too. */
const LOOK = 500;

/** Lines that are LogLines. Ends where the log ends. */
export function readLog(ctx: Context, caller: Caller, { after, wait, slice }: LogAsk = {}): AsyncGenerator<string> {
  return lines(ctx, caller, new LogCursor(after), { wait: wait ?? 0, slice: slice ?? {} });
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
  { wait, slice }: { readonly wait: number; readonly slice: LogSlice },
): AsyncGenerator<string> {
  const isInSlice = await within(ctx, slice);
  let { waited, ...page } = await firstPage(ctx, cursor, wait);
  for (;;) {
    const sight = await sightOn(ctx, caller);
    const heads = new Map<string, ChainHead>();
    const refused: Refused[] = [];
    for (const event of page.events) {
      const { chain, sequence, linkHash } = event;
      heads.set(chain, { chain, sequence, linkHash });
      if ("id" in event && !event.isAccepted) refused.push({ chain, sequence });
      const isShown = "id" in event && isVisible(event, caller, sight) && isInSlice(event);
      yield isShown ? shownLine(event, ctx.sha256) : hiddenLine(event, ctx.sha256);
    }
    const checkpoint = await checkpointOf(ctx, [...heads.values()], { entries: page.events.length, refused });
    yield JSON.stringify({ cursor: cursor.text, ...(checkpoint && { checkpoint }), ...(waited > 0 && { waited }) });
    if (page.isLast) return;
    waited = 0;
    page = await nextPage(ctx, cursor);
  }
}

interface Page {
  readonly events: readonly Event[];
  readonly isLast: boolean;
}

/** The first page that holds something, or none once the patience is over. */
async function firstPage(ctx: Context, cursor: LogCursor, wait: number): Promise<Page & { readonly waited: number }> {
  const { tail } = ctx.store;
  const begun = ctx.now().getTime();
  for (let waited = 0; ; waited = ctx.now().getTime() - begun) {
    const place = tail.end;
    const page = await nextPage(ctx, cursor);
    if (page.events.length > 0 || waited >= wait || ctx.leaving?.aborted) return { ...page, waited };
    const isTold = tail.placeOf(cursor.text) !== undefined;
    await tail.next(place, isTold ? wait - waited : Math.min(LOOK, wait - waited), ctx.leaving);
  }
}

/** The cursor stands at its end then. */
async function nextPage(ctx: Context, cursor: LogCursor): Promise<Page> {
  const { tail } = ctx.store;
  const place = tail.placeOf(cursor.text);
  if (place !== undefined) {
    const { events, end, isLast } = tail.from(place, PAGE, PAGE_CHARACTERS);
    const news = events.filter((event) => !cursor.hasRead(event)); // the tables may have told some before
    for (const event of news) cursor.read(event);
    tail.remember(cursor.text, end);
    return { events: news, isLast };
  }
  const end = tail.end; // before the tables are read: what comes meanwhile is after it
  const found = await ctx.store.log(cursor.place, PAGE);
  const events = [...decided(found, cursor, ctx.now())];
  const isLast = found.length < PAGE;
  // What is held back of the chain that the tail goes on with will be there; of another nobody knows.
  if (isLast && [...cursor.heldBack].every((chain) => chain === tail.chain)) tail.remember(cursor.text, end);
  return { events, isLast };
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
