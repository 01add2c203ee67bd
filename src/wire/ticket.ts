/** Snapshots of tickets as they cross the border. */
import * as z from "zod";
import { line, name } from "./parts.ts";

const fields = {
  title: line(1000),
  status: line(100),
  link: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .max(2000)
    .optional(),
  assignee: line(300).optional(),
};

export const TicketBody = z
  .strictObject(fields)
  .meta({ id: "Ticket", description: "How a ticket stands in the system that it is discussed in." });
export const TicketsBody = z
  .array(z.strictObject({ ticket: name, ...fields }))
  .min(1)
  .max(10_000)
  .meta({ id: "Tickets" });
export const TicketPath = z.object({ ticket: name });
