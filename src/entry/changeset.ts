/** `tarnish changeset`: what the service knows of the repository's history, and how it learns it. */
import { Command } from "commander";
import type { Changeset } from "../model/changeset.ts";
import { collateralCommand } from "./collateral.ts";
import { readHistory, touchedPaths } from "./git-history.ts";
import { printRecord, printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

/** Changesets in one request. */
const BATCH = 1000;

export function changesetCommand(): Command {
  const command = new Command("changeset").description("list, show and sync changesets");
  command
    .command("list")
    .description("the known changesets, by branch and position")
    .option("--branch <name>", "only of this branch")
    .option("--json", "JSON lines")
    .action(async ({ branch, json }: { branch?: string; json?: boolean }) => {
      const all = await everyItem<Changeset>(serviceClient(), "/v1/changesets");
      const shown = all.filter((changeset) => branch === undefined || changeset.branch === branch).sort(byPlace);
      printRows(shown, json, {
        sha: "sha",
        branch: "branch",
        position: "position",
        committedAt: "committed at",
        subject: "subject",
      });
    });
  command
    .command("show")
    .description("what is known of one changeset")
    .argument("<sha>", "the changeset, abbreviated or not")
    .option("--json", "JSON")
    .action(async (sha: string, { json }: { json?: boolean }) => {
      const changeset = await serviceClient().get(`/v1/changesets/${encodeURIComponent(sha)}`);
      printRecord(changeset as Changeset, json);
    });
  addPathsCommand(command);
  command
    .command("sync")
    .description("send the first-parent history of a branch: order, parents, subjects")
    .requiredOption("--git <dir>", "a clone of the repository")
    .option("--branch <name>", "the branch (default: the one checked out)")
    .option("--repository <name>", "the repository's name")
    .option("--json", "JSON")
    .action(async (options: { git: string; branch?: string; repository?: string; json?: boolean }) => {
      const history = await readHistory(options.git, options.branch, options.repository);
      const client = serviceClient();
      const settled = new Set(
        (await everyItem<Changeset>(client, "/v1/changesets"))
          .filter(({ position, branch }) => position !== undefined && branch !== history.branch)
          .map(({ sha }) => sha),
      );
      const mine = history.changesets.filter(({ sha }) => !settled.has(sha));
      let changed = 0;
      for (let at = 0; at < mine.length; at += BATCH) {
        const answer = (await client.put("/v1/changesets", mine.slice(at, at + BATCH))) as { changed: number };
        changed += answer.changed;
        if (process.stderr.isTTY)
          process.stderr.write(`\r${Math.min(at + BATCH, mine.length)} of ${mine.length} changesets`);
      }
      if (process.stderr.isTTY) process.stderr.write("\n");
      const sum = { branch: history.branch, changesets: mine.length, changed };
      process.stdout.write(
        options.json
          ? `${JSON.stringify(sum)}\n`
          : `${history.branch}: ${mine.length} changesets, ${changed} with something new\n`,
      );
    });
  command.addCommand(collateralCommand());
  return command;
}

function addPathsCommand(command: Command): void {
  command
    .command("paths")
    .description("send which paths a changeset touches: a policy may tell kinds of landing by them")
    .argument("<sha>", "the changeset")
    .requiredOption("--git <dir>", "a clone of the repository")
    .option("--json", "JSON")
    .action(async (sha: string, { git, json }: { git: string; json?: boolean }) => {
      const body = { paths: await touchedPaths(git, sha) };
      const stored = await serviceClient().put(`/v1/changesets/${encodeURIComponent(sha)}/paths`, body);
      process.stdout.write(json ? `${JSON.stringify(stored)}\n` : `${sha} touches ${body.paths.length} paths\n`);
    });
}

function byPlace(a: Changeset, b: Changeset): number {
  return (
    (a.branch ?? "").localeCompare(b.branch ?? "", "en") ||
    (a.position ?? Number.POSITIVE_INFINITY) - (b.position ?? Number.POSITIVE_INFINITY)
  );
}
