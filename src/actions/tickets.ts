/** Snapshots of tickets: each that differs from the one before is an event, so that the log keeps what became of them. */
import { Fault } from "../model/fault.ts";
import type { Ticket } from "../model/ticket.ts";
import { canonical } from "./canonical.ts";
import { type Caller, type Context, demand } from "./context.ts";
import { record } from "./record.ts";

export interface TicketHistory extends Ticket {
  /** Oldest first; the last one is how it stands. */
  readonly snapshots: readonly (Ticket & { readonly at: string; readonly who: string })[];
}

/** `changed`: those that are other than they were known to be. */
export async function putTickets(
  ctx: Context,
  caller: Caller,
  tickets: readonly Ticket[],
): Promise<{ readonly changed: number }> {
  demand(caller, "release", "triage");
  return await ctx.known.inTurn(async () => {
    const known = await ctx.known.tickets();
    const latest = new Map(tickets.map((one) => [one.ticket, one]));
    const news = [...latest.values()].filter((one) => canonical(known.get(one.ticket) ?? null) !== canonical(one));
    const facts = news.map((body) => ({ kind: "ticket", key: body.ticket, body }) as const);
    await record(ctx, caller, facts);
    return { changed: facts.length };
  });
}

export async function listTickets(ctx: Context): Promise<Ticket[]> {
  return [...(await ctx.known.tickets()).values()].sort((a, b) => (a.ticket < b.ticket ? -1 : 1));
}

export async function ticketHistory(ctx: Context, ticket: string): Promise<TicketHistory> {
  const now = (await ctx.known.tickets()).get(ticket);
  if (!now) throw new Fault("not_found", `No snapshot of ${ticket} was taken; tarnish ticket set ${ticket} does it.`);
  const events = await ctx.store.history("ticket", ticket);
  return { ...now, snapshots: events.map(({ at, who, body }) => ({ ...(body as Ticket), at, who })) };
}
