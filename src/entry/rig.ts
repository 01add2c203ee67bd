/** `tarnish rig`: which hardware may post. */
import { Command } from "commander";
import type { ShownRig } from "../actions/rig-away.ts";
import type { RigOwner } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import { printRecord, printRows } from "./print-rows.ts";
import { addFingerprintCommands } from "./rig-fingerprint.ts";
import { addNoiseCommand } from "./rig-noise.ts";
import { addStateCommands } from "./rig-state.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface AddOptions {
  readonly vendor?: string;
  readonly description?: string;
  readonly label?: readonly string[];
  readonly private?: boolean;
  readonly public?: boolean;
  readonly virtualCounts?: boolean;
  readonly orderHours?: string;
  readonly publicFrom?: string;
  readonly owner?: readonly string[];
  readonly json?: boolean;
}

export function rigCommand(): Command {
  const command = new Command("rig").description("list and register rigs; check this one");
  command
    .command("list")
    .description("the registered rigs")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const rigs = await everyItem<ShownRig>(serviceClient(), "/v1/rigs");
      printRows(json ? rigs.map((rig) => ({ ...rig })) : rigs.map(withOwners), json, COLUMNS);
    });
  command
    .command("show")
    .description("what is known of one rig")
    .argument("<rig>", "its name")
    .option("--json", "JSON")
    .action(async (wanted: string, { json }: { json?: boolean }) => {
      const found = (await everyItem<ShownRig>(serviceClient(), "/v1/rigs")).find(({ rig }) => rig === wanted);
      if (!found) throw new Fault("not_found", `There is no rig ${wanted}; tarnish rig list shows them.`);
      printRecord(found, json);
    });
  command
    .command("add")
    .description("register a rig, or change what is registered")
    .argument("<rig>", "its name")
    .option("--vendor <name>", "who owns it")
    .option("--description <text>", "what it is")
    .option("--label <name...>", "labels that requirements may name")
    .option("--private", "visible to the vendor's readers only")
    .option("--public", "visible to everybody (a new rig is)")
    .option("--public-from <date>", "private until then, everybody's afterwards: 2027-01-31 or a date and time")
    .option(
      "--owner <vendor=rule...>",
      "others whose nodes are part of it, each =public, =private or =DATE: the strictest holds",
    )
    .option("--virtual-counts", "its virtual machines' runs count, as those of hardware do (administrators only)")
    .option("--no-virtual-counts", "its virtual machines' runs are shown and never block (the rule)")
    .option("--order-hours <hours>", "hours a day that it gives to work orders (default: as many as there are)")
    .option("--json", "JSON")
    .action(async (rig: string, options: AddOptions) => {
      const body = {
        ...(options.vendor !== undefined && { vendor: options.vendor }),
        ...(options.description !== undefined && { description: options.description }),
        ...(options.label !== undefined && { labels: options.label }),
        ...(options.private && { visibility: "private" }),
        ...(options.public && { visibility: "public" }),
        ...(options.publicFrom !== undefined && { publicFrom: instantOf(options.publicFrom) }),
        ...(options.owner !== undefined && { owners: options.owner.map(ownerOf) }),
        ...(options.virtualCounts !== undefined && { virtualCounts: options.virtualCounts }),
        ...(options.orderHours !== undefined && { orderHours: Number(options.orderHours) }),
      };
      const stored = await serviceClient().put(`/v1/rigs/${encodeURIComponent(rig)}`, body);
      process.stdout.write(options.json ? `${JSON.stringify(stored)}\n` : `rig ${rig} is registered\n`);
    });
  addStateCommands(command);
  addFingerprintCommands(command);
  addNoiseCommand(command);
  return command;
}

const COLUMNS: Readonly<Record<string, string>> = {
  rig: "rig",
  vendor: "vendor",
  visibility: "visibility",
  owners: "other owners",
  labels: "labels",
  description: "description",
  awayUntil: "away until",
  awayBecause: "because",
};

/** Their rules in short, as they are said with --owner. */
const withOwners = ({ owners = [], ...rig }: ShownRig): Readonly<Record<string, unknown>> => ({
  ...rig,
  owners: owners.map(({ vendor, visibility, publicFrom }) => `${vendor}=${publicFrom?.slice(0, 10) ?? visibility}`),
});

/** A day begins at midnight UTC. */
const instantOf = (text: string): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);

function ownerOf(text: string): RigOwner {
  const [, vendor = "", rule = ""] = /^(.+)=([^=]+)$/.exec(text) ?? [];
  if (vendor === "")
    throw new Fault("invalid", `--owner ${text} says no rule: VENDOR=public, VENDOR=private or VENDOR=DATE.`);
  if (rule === "public" || rule === "private") return { vendor, visibility: rule };
  return { vendor, visibility: "private", publicFrom: instantOf(rule) };
}
