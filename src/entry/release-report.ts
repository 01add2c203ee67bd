/** `tarnish release report TAG`: the report as a file that can be kept and passed on. */
import type { Command } from "commander";
import { Option } from "commander";
import { serviceClient, serviceText } from "./service-client.ts";

const FORMATS = ["md", "html", "json"] as const;

interface Options {
  readonly format: (typeof FORMATS)[number];
  readonly against?: string;
  readonly json?: boolean;
}

export function addReportCommand(release: Command): void {
  release
    .command("report")
    .description("the report on a release, on stdout: verdict, means, changes, budget, coverage, hours, release notes")
    .argument("<tag>", "its tag")
    .addOption(
      new Option("--format <format>", "Markdown, one self-contained HTML file, or JSON").choices(FORMATS).default("md"),
    )
    .option("--against <tag>", "another release than the one before it")
    .option("--json", "the same as --format json")
    .action(async (tag: string, { format, against, json }: Options) => {
      const query = against === undefined ? "" : `?against=${encodeURIComponent(against)}`;
      const path = (end: string) => `/v1/releases/${encodeURIComponent(tag)}/report.${end}${query}`;
      if (json || format === "json")
        process.stdout.write(`${JSON.stringify(await serviceClient().get(path("json")))}\n`);
      else process.stdout.write(await serviceText(path(format)));
    });
}
