/** `tarnish ticket`: what became of the work, kept beside its figures. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { Fault } from "../model/fault.ts";
import type { Ticket } from "../model/ticket.ts";
import { printRecord, printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

/** With every snapshot of it. */
type Shown = Ticket & { readonly snapshots: readonly (Ticket & { readonly at: string; readonly who: string })[] };

interface SetOptions {
  readonly title: string;
  readonly status: string;
  readonly link?: string;
  readonly assignee?: string;
  readonly json?: boolean;
}

export function ticketCommand(): Command {
  const command = new Command("ticket").description("snapshots of tickets: title, status, link; kept in the log");
  command
    .command("set")
    .description("take a snapshot of one")
    .argument("<ticket>", "its key, LU-17000")
    .requiredOption("--title <text>", "what it is about")
    .requiredOption("--status <word>", "how it stands, in the other system's words")
    .option("--link <url>", "where it is discussed")
    .option("--assignee <name>", "who works on it")
    .option("--json", "JSON")
    .action(async (ticket: string, { json, ...body }: SetOptions) => {
      say(await serviceClient().put(`/v1/tickets/${encodeURIComponent(ticket)}`, body), json);
    });
  command
    .command("import")
    .description(
      'take snapshots of many: JSON lines with "ticket", "title", "status" and, where known, "link", "assignee"',
    )
    .argument("<file>", "JSON lines, - for standard input")
    .option("--json", "JSON")
    .action(async (file: string, { json }: { json?: boolean }) => {
      say(await serviceClient().put("/v1/tickets", ticketsOf(file)), json);
    });
  command
    .command("list")
    .description("how they stood when last looked at")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const columns = { ticket: "ticket", status: "status", title: "title", assignee: "assignee", link: "link" };
      printRows(await everyItem<Ticket>(serviceClient(), "/v1/tickets"), json, columns);
    });
  command
    .command("show")
    .description("one with every snapshot of it")
    .argument("<ticket>", "its key")
    .option("--json", "JSON")
    .action(async (ticket: string, { json }: { json?: boolean }) => {
      const found = (await serviceClient().get(`/v1/tickets/${encodeURIComponent(ticket)}`)) as Shown;
      if (json) return printRecord(found, json);
      const { snapshots, ...now } = found;
      printRecord(now, json);
      printRows(snapshots, json, { at: "at", status: "status", title: "title", assignee: "assignee", who: "who" });
    });
  return command;
}

function say(answer: unknown, json: boolean | undefined): void {
  const { changed } = answer as { changed: number };
  const said = changed === 0 ? "nothing new" : `kept: ${changed} ${changed === 1 ? "snapshot" : "snapshots"}`;
  process.stdout.write(`${json ? JSON.stringify(answer) : said}\n`);
}

function ticketsOf(file: string): unknown[] {
  const lines = readFileSync(file === "-" ? 0 : file, "utf8").split("\n");
  return lines.flatMap((text, index) => {
    if (text.trim() === "") return [];
    try {
      return [JSON.parse(text) as unknown];
    } catch (cause) {
      throw new Fault("malformed", `Line ${index + 1} of ${file} is not JSON.`, [], { cause });
    }
  });
}
