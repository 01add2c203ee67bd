/**
 * A log that somebody sends becomes part of this one, link by link: each is proven whole before anything of it is stored,
 * and from the first that is not, nothing is. What is here already stays as it is.
 */
import { Fault } from "../model/fault.ts";
import { type LogEntry, type LogFault, LogVerifier } from "../store/verify-log.ts";
import { adoptEntries } from "./adopt-log.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { contentHash } from "./identify.ts";
import { ProvenEntries } from "./proven-entries.ts";
import type { LogLine } from "./read-log.ts";

/** What became of some of the lines, in their order. */
export interface TakenPart {
  readonly events: number;
  /** Of these, those that were not here. */
  readonly news: number;
  /** Runs that both accepted with different content: ours counts, what was sent stays in the log. */
  readonly conflicts: readonly { readonly run: string; readonly counts: string }[];
}

/** Of one write. */
const MOST_ENTRIES = 500;

/** An administrator's doing: tokens are among what is taken. Throws `invalid` with the event's name; parts before it stay. */
export async function* takeLog(ctx: Context, caller: Caller, lines: AsyncIterable<LogLine>): AsyncGenerator<TakenPart> {
  demand(caller);
  const { sha256 } = ctx;
  const tools = { sha256, contentHash: (value: unknown) => contentHash(value, sha256) };
  const heads = await ctx.store.heads();
  const verifier = new LogVerifier(tools, heads);
  const begun = new Set(heads.map(({ chain }) => chain));
  let waiting: LogEntry[] = [];
  const proven = new ProvenEntries(sha256);
  let most = MOST_ENTRIES;
  for await (const line of lines) {
    if ("cursor" in line) await verifier.page(line.checkpoint, new Set());
    else {
      if (!begun.has(line.chain) && line.sequence > 1) throw unproven(line, "comes without the beginning of its chain");
      begun.add(line.chain);
      verifier.take(line);
      waiting.push(line);
    }
    refuse(verifier);
    if (waiting.length < most) continue;
    const { closed, open } = atOpenLinks(waiting);
    waiting = open;
    most = Math.max(MOST_ENTRIES, 2 * open.length);
    if (closed.length > 0) yield await stored(ctx, proven.of(closed, verifier));
  }
  verifier.done();
  refuse(verifier);
  const rest = proven.of(waiting, verifier);
  if (rest.length > 0) yield await stored(ctx, rest);
}

function refuse({ faults: [fault] }: LogVerifier): void {
  if (fault) throw unproven(fault, fault.what);
}

function unproven({ chain, sequence }: Pick<LogFault, "chain" | "sequence">, what: string): Fault {
  const message = `Event ${sequence} of chain ${chain} ${what}; nothing was stored of its link and of what follows it.`;
  return new Fault("invalid", message, [{ path: "/event", detail: what }]);
}

/** The last link of each chain may go on; it is proven when the next begins, or when the log ends. */
function atOpenLinks(entries: readonly LogEntry[]): Record<"closed" | "open", LogEntry[]> {
  const newest = new Map(entries.map(({ chain, link }) => [chain, link]));
  const isOpen = ({ chain, link }: LogEntry) => newest.get(chain) === link;
  return { closed: entries.filter((entry) => !isOpen(entry)), open: entries.filter(isOpen) };
}

async function stored(ctx: Context, entries: readonly LogEntry[]): Promise<TakenPart> {
  const { events, conflicts } = await adoptEntries(ctx, entries, { claims: "ours" });
  const told = conflicts.map(({ run, counts }) => ({ run, counts }));
  return { events: entries.length, news: events, conflicts: told };
}
