/** `tarnish changeset collateral SHA`: the evidence pack of a landing, to keep or to hand on. */
import { Command, Option } from "commander";
import { serviceText } from "./service-client.ts";

export function collateralCommand(): Command {
  return new Command("collateral")
    .description("the evidence pack of a landing; tarnish verify FILE recomputes the verdict from its JSON")
    .argument("<sha>", "the changeset, abbreviated or not")
    .addOption(new Option("--format <format>", "of the pack").choices(["json", "md", "html"]).default("json"))
    .option("--json", "the same as --format json")
    .action(async (sha: string, { format, json }: { format: string; json?: boolean }) => {
      const kind = json ? "json" : format;
      process.stdout.write(`${await serviceText(`/v1/changesets/${encodeURIComponent(sha)}/collateral.${kind}`)}\n`);
    });
}
