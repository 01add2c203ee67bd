/** `tarnish convert FILE`: any tool's output as run documents, one a line, on standard output. */
import { Command } from "commander";
import { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import { filesNamed, type NamedFile } from "../rig/output-files.ts";
import { readRuns } from "../rig/read-output.ts";
import { type RunOptions, runFacts, withRunOptions } from "./run-options.ts";

/** Stands for a rig or changeset that nobody named; the service takes it like any other name. */
const UNNAMED = "unknown";

export function convertCommand(): Command {
  const command = new Command("convert")
    .description("turn a tool's output into run documents, one a line, without a service")
    .argument("<file...>", "files, folders, or - for standard input")
    .option("--json", "run documents are JSON already: accepted and changes nothing");
  return withRunOptions(command).action(async (names: string[], options: RunOptions) => {
    for (const file of await filesNamed(names, process.stdin)) {
      const runs = await runsOf(file, options);
      process.stdout.write(runs.map((run) => `${JSON.stringify(run)}\n`).join(""));
    }
  });
}

async function runsOf(file: NamedFile, options: RunOptions): Promise<RunDocument[]> {
  try {
    return readRuns(await file.read(), () => runFacts(options, () => UNNAMED));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `${file.name}: ${error.message}`, error.details, { cause: error });
  }
}
