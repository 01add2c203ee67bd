/** `tarnish gate`: one answer per changeset or release, with its evidence, as words and as an exit code. */
import { setTimeout as wait } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import type { ReleaseVerdict } from "../model/release-verdict.ts";
import type { ChangesetVerdict } from "../model/verdict.ts";
import { EXIT, exitCodeOfVerdict } from "./exit.ts";
import { printReleaseVerdict } from "./print-release-verdict.ts";
import { printVerdict } from "./print-verdict.ts";
import { serviceClient } from "./service-client.ts";

/** Between two looks of --wait, in milliseconds: from quick to patient. */
const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

interface Options {
  readonly release?: string;
  readonly against?: string;
  readonly wait?: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

export function gateCommand(): Command {
  return new Command("gate")
    .description(
      "may this changeset land? exit code: 0 pass, 1 fail, 2 inconclusive, 3 invalid environment, 4 not measured",
    )
    .argument("[sha]", "the changeset; without one, --release judges a release")
    .option("--release <tag>", "hold the changeset against a release's level; alone: judge the release itself")
    .option("--against <tag>", "of a release alone: another release than the one before it")
    .option("--wait <duration>", "ask again until the verdict is final, at most this long (30s, 15m, 4h)", milliseconds)
    .option("--all", "show the series that pass, too")
    .option("--json", "print the verdict as JSON")
    .action(async (sha: string | undefined, options: Options, command: Command) => {
      if (sha === undefined && options.release === undefined)
        command.error("error: name a changeset, or --release TAG");
      if (sha !== undefined && options.against !== undefined)
        command.error("error: --against is for a release alone; a changeset is held against --release TAG");
      process.exitCode = sha === undefined ? await gateRelease(options) : await gateChangeset(sha, options);
    });
}

async function gateRelease({ release = "", against, wait: patience = 0, all, json }: Options): Promise<number> {
  const query = against === undefined ? "" : `?against=${encodeURIComponent(against)}`;
  const verdict = await final<ReleaseVerdict>(`/v1/releases/${encodeURIComponent(release)}/verdict${query}`, patience);
  if (json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else printReleaseVerdict(verdict, all ?? false);
  return exitCodeOfVerdict(verdict.verdict) ?? EXIT.unavailable;
}

async function gateChangeset(sha: string, { release, wait: patience = 0, all, json }: Options): Promise<number> {
  const query = release === undefined ? "" : `?against=${encodeURIComponent(release)}`;
  const path = `/v1/changesets/${encodeURIComponent(sha)}/verdict${query}`;
  const verdict = await final<ChangesetVerdict>(path, patience);
  if (json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else printVerdict(verdict, all ?? false);
  return exitCodeOfVerdict(verdict.verdict) ?? EXIT.unavailable;
}

async function final<T extends { readonly final: boolean }>(path: string, patience: number): Promise<T> {
  const client = serviceClient();
  const until = Date.now() + patience;
  for (let pause = SHORTEST_WAIT; ; pause = Math.min(pause * 2, LONGEST_WAIT)) {
    const verdict = (await client.get(path)) as T;
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
