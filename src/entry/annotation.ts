/** `tarnish annotation`: write something down beside the figures of a changeset. */
import { Command } from "commander";
import type { Annotation } from "../model/annotation.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface AddOptions {
  readonly series?: string;
  readonly rig?: string;
  readonly json?: boolean;
}

export function annotationCommand(): Command {
  const command = new Command("annotation").description("write something down beside the figures of a changeset");
  command
    .command("add")
    .description("on record with your name and the time; needs the scope annotate or triage")
    .argument("<sha>", "the changeset")
    .argument("<text>", "what there is to know")
    .option("--series <id>", "of this series alone (default: of every series)")
    .option("--rig <name>", "of every series of this rig")
    .option("--json", "JSON")
    .action(async (changeset: string, text: string, { series, rig, json }: AddOptions) => {
      const body = { changeset, text, ...(series !== undefined && { series }), ...(rig !== undefined && { rig }) };
      const annotation = (await serviceClient().request("POST", "/v1/annotations", body)) as Annotation;
      process.stdout.write(
        json ? `${JSON.stringify(annotation)}\n` : `annotation ${annotation.id} at ${annotation.sha}\n`,
      );
    });
  command
    .command("list")
    .description("annotations, newest first")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const all = await everyItem<Annotation>(serviceClient(), "/v1/annotations");
      if (json) return printRows(all, true, {});
      const rows = all.map((one) => ({
        ...one,
        of: one.series ?? one.rig ?? "every series",
        day: one.at.slice(0, 10),
      }));
      printRows(rows, false, { id: "id", sha: "changeset", of: "of", who: "who", day: "when", text: "text" });
    });
  command
    .command("remove")
    .description("take one back; what was written stays in the log")
    .argument("<id>", "as tarnish annotation list shows it")
    .option("--json", "JSON")
    .action(async (id: string, { json }: { json?: boolean }) => {
      const answer = await serviceClient().request("DELETE", `/v1/annotations/${encodeURIComponent(id)}`);
      process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `annotation ${id} is taken back\n`);
    });
  return command;
}
