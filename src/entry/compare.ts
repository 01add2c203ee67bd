/** `tarnish compare BASE HEAD`, and the same for two releases. */
import { Command } from "commander";
import type { ReleaseComparison } from "../model/release-comparison.ts";
import { printComparison } from "./print-comparison.ts";
import { serviceClient } from "./service-client.ts";

interface Options {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function compareCommand(): Command {
  return shown(new Command("compare"))
    .description("two states of the code: releases, changesets or branches")
    .argument("<base>", "a release's tag, a sha or a branch")
    .argument("<head>", "what is held against it")
    .action(async (base: string, head: string, options: Options) => {
      await compare(`/v1/compare?${new URLSearchParams({ base, head })}`, options);
    });
}

export function addCompareCommand(release: Command): void {
  shown(release.command("compare"))
    .description("one release against another: per series and as geometric means")
    .argument("<a>", "a release's tag")
    .argument("<b>", "the release held against it")
    .action(async (a: string, b: string, options: Options) => {
      await compare(`/v1/releases/${encodeURIComponent(a)}/compare/${encodeURIComponent(b)}`, options);
    });
}

const shown = (command: Command): Command =>
  command.option("--all", "show the series that did not move, too").option("--json", "print the comparison as JSON");

async function compare(path: string, { all, json }: Options): Promise<void> {
  const comparison = (await serviceClient().get(path)) as ReleaseComparison;
  if (json) process.stdout.write(`${JSON.stringify(comparison)}\n`);
  else printComparison(comparison, all ?? false);
}
