/** `tarnish rig`: which hardware may post. */
import { Command } from "commander";
import type { Rig } from "../model/changeset.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface AddOptions {
  readonly vendor?: string;
  readonly description?: string;
  readonly label?: readonly string[];
  readonly private?: boolean;
  readonly json?: boolean;
}

export function rigCommand(): Command {
  const command = new Command("rig").description("list and register rigs");
  command
    .command("list")
    .description("the registered rigs")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const rigs = await everyItem<Rig>(serviceClient(), "/v1/rigs");
      printRows(rigs, json, {
        rig: "rig",
        vendor: "vendor",
        visibility: "visibility",
        labels: "labels",
        description: "description",
      });
    });
  command
    .command("add")
    .description("register a rig, or change what is registered")
    .argument("<rig>", "its name")
    .option("--vendor <name>", "who owns it")
    .option("--description <text>", "what it is")
    .option("--label <name...>", "labels that requirements may name")
    .option("--private", "visible to the vendor's readers only")
    .option("--json", "JSON")
    .action(async (rig: string, options: AddOptions) => {
      const body = {
        ...(options.vendor !== undefined && { vendor: options.vendor }),
        ...(options.description !== undefined && { description: options.description }),
        ...(options.label !== undefined && { labels: options.label }),
        visibility: options.private ? "private" : "public",
      };
      const stored = await serviceClient().put(`/v1/rigs/${encodeURIComponent(rig)}`, body);
      process.stdout.write(options.json ? `${JSON.stringify(stored)}\n` : `rig ${rig} is registered\n`);
    });
  return command;
}
