/** `tarnish release`: which changesets are releases. */
import { Command } from "commander";
import type { Release } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import { addCompareCommand } from "./compare.ts";
import { printRecord, printRows } from "./print-rows.ts";
import { addParityCommand } from "./release-parity.ts";
import { addReportCommand } from "./release-report.ts";
import { addTrainCommands } from "./release-train.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface AddOptions {
  readonly sha: string;
  readonly branch?: string;
  readonly releasedAt?: string;
  readonly json?: boolean;
}

export function releaseCommand(): Command {
  const command = new Command("release").description("list, name, plan and compare releases");
  command
    .command("list")
    .description("the releases")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const releases = await everyItem<Release>(serviceClient(), "/v1/releases");
      printRows(releases, json, { tag: "tag", sha: "sha", branch: "branch", releasedAt: "released at" });
    });
  command
    .command("show")
    .description("what is known of one release")
    .argument("<tag>", "its tag")
    .option("--json", "JSON")
    .action(async (wanted: string, { json }: { json?: boolean }) => {
      const found = (await everyItem<Release>(serviceClient(), "/v1/releases")).find(({ tag }) => tag === wanted);
      if (!found) throw new Fault("not_found", `There is no release ${wanted}; tarnish release list shows them.`);
      printRecord(found, json);
    });
  command
    .command("add")
    .description("name a changeset a release")
    .argument("<tag>", "its tag")
    .requiredOption("--sha <sha>", "the changeset")
    .option("--branch <name>", "its branch")
    .option("--released-at <instant>", "when, as 2026-10-02T09:14:00Z")
    .option("--json", "JSON")
    .action(async (tag: string, { json, ...body }: AddOptions) => {
      const stored = await serviceClient().put(`/v1/releases/${encodeURIComponent(tag)}`, body);
      process.stdout.write(json ? `${JSON.stringify(stored)}\n` : `release ${tag} is ${body.sha}\n`);
    });
  addCompareCommand(command);
  addParityCommand(command);
  addReportCommand(command);
  addTrainCommands(command);
  return command;
}
