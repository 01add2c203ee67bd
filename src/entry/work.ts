/** `tarnish work`: what rigs are asked to measure, by whom, and what became of it. */
import { Command, InvalidArgumentError } from "commander";
import type { ShownOrder } from "../actions/work-orders.ts";
import { Fault } from "../model/fault.ts";
import { printRecord, printRows } from "./print-rows.ts";
import { serviceClient } from "./service-client.ts";
import { addAuditsCommand } from "./work-audits.ts";

interface ListOptions {
  readonly rig?: string;
  readonly suite?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

interface OrderOptions {
  readonly rig: string;
  readonly suite: string;
  readonly baseline?: string;
  readonly runs: number;
  readonly blocks: number;
  readonly why?: string;
  readonly json?: boolean;
}

export function workCommand(): Command {
  const command = new Command("work").description("list, give and cancel work orders of rigs");
  command
    .command("list")
    .description("orders, first to last; rigs do them with tarnish run PLAN --orders")
    .option("--rig <name>", "only of this rig")
    .option("--suite <name>", "only of this suite")
    .option("--all", "those that are over, too")
    .option("--json", "JSON lines")
    .action(list);
  command
    .command("show")
    .description("one order, with what became of it")
    .argument("<id>", "its id, or its beginning")
    .option("--json", "JSON")
    .action(async (id: string, { json }: { json?: boolean }) => {
      const found = (await orders({ all: true })).filter((order) => order.id.startsWith(id));
      const [only] = found;
      if (only === undefined || found.length > 1)
        throw new Fault("not_found", `There is no one order ${id}; tarnish work list --all shows them.`);
      printRecord(only, json);
    });
  command
    .command("order")
    .description("ask a rig for runs of a changeset")
    .argument("<sha>", "the changeset")
    .requiredOption("--rig <name>", "the rig")
    .requiredOption("--suite <name>", "the suite of its plan")
    .option("--baseline <sha>", "a second changeset that takes turns with it")
    .option("--runs <count>", "of each", whole, 3)
    .option("--blocks <count>", "in so many blocks", whole, 1)
    .option("--why <text>", "the reason")
    .option("--json", "JSON")
    .action(order);
  command
    .command("cancel")
    .description("nobody needs it any more")
    .argument("<id>", "the order")
    .requiredOption("--reason <text>", "why")
    .option("--json", "JSON")
    .action(async (id: string, { reason, json }: { reason: string; json?: boolean }) => {
      const path = `/v1/work/${encodeURIComponent(id)}/cancel`;
      const told = (await serviceClient().request("POST", path, { why: reason })) as ShownOrder;
      process.stdout.write(json ? `${JSON.stringify(told)}\n` : `order ${told.id} is ${told.state}\n`);
    });
  addAuditsCommand(command);
  return command;
}

async function list({ json, ...asked }: ListOptions): Promise<void> {
  const found = await orders(asked);
  if (json) return printRows(found, true, {});
  const rows = found.map(
    ({ id, cause, rig, suite, sha, baseline, runs, blocks, hours, state, waitsFor, lease, why }) => ({
      id: id.slice(0, 12),
      rig,
      suite,
      cause,
      what: `${runs} of ${sha.slice(0, 12)}${baseline === null ? "" : ` and ${baseline.slice(0, 12)}`}${blocks > 1 ? ` in ${blocks} blocks` : ""}`,
      hours: hours?.toFixed(1),
      state: state === "leased" ? `until ${lease?.until}` : (waitsFor ?? state),
      why,
    }),
  );
  printRows(rows, false, {
    id: "order",
    rig: "rig",
    suite: "suite",
    cause: "cause",
    what: "runs",
    hours: "hours",
    state: "state",
    why: "why",
  });
}

async function orders({ rig, suite, all }: ListOptions): Promise<ShownOrder[]> {
  const client = serviceClient();
  const found: ShownOrder[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams({ state: all ? "all" : "open" });
    for (const [key, value] of Object.entries({ rig, suite, cursor })) if (value) query.set(key, value);
    const page = (await client.get(`/v1/work?${query}`)) as { items: ShownOrder[]; next: string | null };
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

async function order(sha: string, { json, ...asked }: OrderOptions): Promise<void> {
  const body = JSON.parse(JSON.stringify({ ...asked, sha })) as object;
  const given = (await serviceClient().request("POST", "/v1/work", body)) as ShownOrder;
  process.stdout.write(json ? `${JSON.stringify(given)}\n` : `order ${given.id} is ${given.state}\n`);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("must be a whole number from 1 on.");
  return Number(text);
}
