/** Tickets as other systems showed them. */
import type * as z from "zod";
import { page } from "../../actions/page.ts";
import { listTickets, putTickets, ticketHistory } from "../../actions/tickets.ts";
import type { Ticket } from "../../model/ticket.ts";
import { ListQuery } from "../../wire/read.ts";
import { TicketBody, TicketPath, TicketsBody } from "../../wire/ticket.ts";
import { ok, type Route } from "../route.ts";

const MAY_WRITE = ["release", "triage"];

export const TICKET_ROUTES: readonly Route[] = [
  {
    method: "put",
    path: "/v1/tickets/{ticket}",
    id: "putTicket",
    summary: "Take a snapshot of a ticket; one that says nothing new is not kept",
    tag: "tickets",
    scopes: MAY_WRITE,
    params: TicketPath,
    body: TicketBody,
    answers: { 200: "`changed` is 1 when it says something new." },
    async handle(ctx, { caller, params, body }) {
      const ticket = { ...(body as z.output<typeof TicketBody>), ticket: params["ticket"] ?? "" } as Ticket;
      return ok(await putTickets(ctx, caller, [ticket]));
    },
  },
  {
    method: "put",
    path: "/v1/tickets",
    id: "putTickets",
    summary: "Take snapshots of many tickets at once",
    tag: "tickets",
    scopes: MAY_WRITE,
    body: TicketsBody,
    answers: { 200: "`changed` counts those that say something new." },
    async handle(ctx, { caller, body }) {
      return ok(await putTickets(ctx, caller, body as Ticket[]));
    },
  },
  {
    method: "get",
    path: "/v1/tickets",
    id: "listTickets",
    summary: "Tickets, as they stood when last looked at",
    tag: "tickets",
    query: ListQuery,
    answers: { 200: "A page of tickets." },
    async handle(ctx, { query }) {
      const cursor = query["cursor"] as string | undefined;
      return ok(page(await listTickets(ctx), ({ ticket }) => ticket, { limit: query["limit"] as number, cursor }));
    },
  },
  {
    method: "get",
    path: "/v1/tickets/{ticket}",
    id: "getTicket",
    summary: "A ticket with every snapshot of it",
    tag: "tickets",
    params: TicketPath,
    answers: { 200: "The ticket.", 404: "No snapshot was taken." },
    async handle(ctx, { params }) {
      return ok(await ticketHistory(ctx, params["ticket"] ?? ""));
    },
  },
];
