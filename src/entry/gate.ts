/** `tarnish gate SHA`: one answer per changeset, with its evidence, as words and as an exit code. */
import { setTimeout as wait } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import type { ChangesetVerdict } from "../model/verdict.ts";
import { EXIT, exitCodeOfVerdict } from "./exit.ts";
import { printVerdict } from "./print-verdict.ts";
import { serviceClient } from "./service-client.ts";

/** Between two looks of --wait, in milliseconds: from quick to patient. */
const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

export function gateCommand(): Command {
  return new Command("gate")
    .description(
      "may this changeset land? exit code: 0 pass, 1 fail, 2 inconclusive, 3 invalid environment, 4 not measured",
    )
    .argument("<sha>", "the changeset")
    .option("--wait <duration>", "ask again until the verdict is final, at most this long (30s, 15m, 4h)", milliseconds)
    .option("--all", "show the series that pass, too")
    .option("--json", "print the verdict as JSON")
    .action(async (sha: string, options: { wait?: number; all?: boolean; json?: boolean }) => {
      const verdict = await finalVerdict(sha, options.wait ?? 0);
      if (options.json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
      else printVerdict(verdict, options.all ?? false);
      process.exitCode = exitCodeOfVerdict(verdict.verdict) ?? EXIT.unavailable;
    });
}

async function finalVerdict(sha: string, patience: number): Promise<ChangesetVerdict> {
  const client = serviceClient();
  const until = Date.now() + patience;
  for (let pause = SHORTEST_WAIT; ; pause = Math.min(pause * 2, LONGEST_WAIT)) {
    const verdict = (await client.get(`/v1/changesets/${encodeURIComponent(sha)}/verdict`)) as ChangesetVerdict;
    const left = until - Date.now();
    if (verdict.final || left <= 0) return verdict;
    await wait(Math.min(pause, left));
  }
}

function milliseconds(text: string): number {
  const [, count, unit] = /^(\d+)\s*(s|m|h|d)$/.exec(text) ?? [];
  const size = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ""];
  if (size === undefined) throw new InvalidArgumentError("must be a number with s, m, h or d, for example 4h.");
  return Number(count) * size;
}
