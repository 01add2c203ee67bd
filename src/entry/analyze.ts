/** `tarnish analyze`: change points of a CSV or JSON file, or of JSON lines, with no service at all. */
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { analyzeJsonLines } from "./analyze-jsonl.ts";

interface AnalyzeOptions {
  readonly jsonl?: boolean;
}

export function analyzeCommand(): Command {
  return new Command("analyze")
    .description("find the change points of every metric in a CSV or JSON file")
    .argument("[file]", "the file, or - for standard input", "-")
    .option("--jsonl", "answer JSON lines on standard input, one series a line")
    .action(async (_file: string, options: AnalyzeOptions) => {
      if (options.jsonl) process.exitCode = await analyzeStandardInput();
    });
}

async function analyzeStandardInput(): Promise<number> {
  return analyzeJsonLines({ input: process.stdin, output: process.stdout, errors: process.stderr });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await analyzeCommand().parseAsync();
}
