/** The first-parent history of a branch, as changesets with positions: the order in which things landed. */
import { simpleGit } from "simple-git";
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";

export interface History {
  readonly branch: string;
  /** Oldest first; positions count from 1. */
  readonly changesets: readonly Changeset[];
}

const FIELDS = ["%H", "%P", "%T", "%cI", "%an", "%s", "%(trailers:only,unfold)", "%b"];
/** The only character that no message can hold: it ends fields and, with -z, records. */
const END = "\u0000";
/** Characters of all trailers with one key. */
const LONGEST_TRAILER = 10_000;

/** Throws a Fault when the folder is no complete clone or has no such branch. */
export async function readHistory(
  folder: string,
  branch: string | undefined,
  repository: string | undefined,
): Promise<History> {
  const git = await clone(folder);
  const name = branch ?? (await git.revparse(["--abbrev-ref", "HEAD"]));
  if (name === "HEAD")
    throw new Fault("invalid", `${folder} has no branch checked out; name the branch with --branch.`);
  if ((await git.revparse(["--is-shallow-repository"])) === "true") {
    throw new Fault(
      "invalid",
      `${folder} is a shallow clone, whose positions would be wrong; run git fetch --unshallow first.`,
    );
  }
  const text = await git
    .raw([
      "log",
      "-z",
      "--first-parent",
      "--reverse",
      `--format=${FIELDS.join("%x00")}`,
      "--end-of-options",
      name,
      "--",
    ])
    .catch((cause) => {
      throw new Fault("invalid", `${folder} has no branch ${name}; name one with --branch.`, [], { cause });
    });
  const fields = text.split(END);
  const changesets: Changeset[] = [];
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    changesets.push(changeset(fields.slice(at, at + FIELDS.length), changesets.length + 1, name, repository));
  }
  return { branch: name, changesets };
}

/** Every path that a changeset touches against its first parent. Throws a Fault when the clone has no such changeset. */
export async function touchedPaths(folder: string, sha: string): Promise<string[]> {
  const git = await clone(folder);
  const asked = ["diff-tree", "-r", "-z", "--root", "--no-commit-id", "--name-only", "--diff-merges=first-parent"];
  const text = await git.raw([...asked, "--end-of-options", sha]).catch((cause) => {
    throw new Fault("invalid", `${folder} has no changeset ${sha}; fetch it first.`, [], { cause });
  });
  return text.split(END).filter((path) => path !== "");
}

async function clone(folder: string) {
  try {
    const git = simpleGit({ baseDir: folder });
    await git.revparse(["--git-dir"]);
    return git;
  } catch (cause) {
    throw new Fault("invalid", `${folder} is not a git repository; give the folder of a clone with --git.`, [], {
      cause,
    });
  }
}

function changeset(
  fields: readonly string[],
  position: number,
  branch: string,
  repository: string | undefined,
): Changeset {
  const [sha = "", parents = "", tree = "", committedAt = "", author = "", subject = "", ending = "", body = ""] =
    fields;
  const trailers = { ...revertedBy(body), ...trailersOf(ending) };
  const [, ids] = Object.entries(trailers).find(([key]) => key.toLowerCase() === "change-id") ?? [];
  const changeId = ids?.split("\n").at(-1);
  const parent = parents.split(" ")[0];
  const ticket = /^([A-Z]{2,9}-\d{1,6})\b/.exec(subject)?.[1];
  return {
    sha,
    branch,
    position,
    tree,
    committedAt,
    ...(parent && { parent }),
    ...(author && { author: printable(author, 300) }),
    ...(subject && { subject: printable(subject, 1000) }),
    ...(changeId && { changeId: printable(changeId, 100) }),
    ...(ticket && { ticket }),
    ...(repository && { repository }),
    ...(Object.keys(trailers).length > 0 && { trailers }),
  };
}

/** What `git revert` writes, as a trailer: it is a sentence of the message, not one of its trailers. */
function revertedBy(body: string): Record<string, string> {
  const shas = [...body.matchAll(/^This reverts commit ([0-9a-f]{7,64})\b/gm)].flatMap(([, sha]) => sha ?? []);
  return shas.length === 0 ? {} : { Reverts: whole(shas) };
}

/** Git takes keys for the same whatever their case: the first spelling stands. Of several with one key, a line each. */
function trailersOf(ending: string): Record<string, string> {
  const trailers = new Map<string, { key: string; values: string[] }>();
  for (const line of ending.split("\n")) {
    const colon = line.indexOf(":");
    const key = line.slice(0, Math.max(0, colon)).trim();
    if (!/^[\w-]{1,200}$/.test(key)) continue;
    const seen = trailers.get(key.toLowerCase()) ?? { key, values: [] };
    seen.values.push(printable(line.slice(colon + 1).trim(), LONGEST_TRAILER));
    trailers.set(key.toLowerCase(), seen);
  }
  return Object.fromEntries([...trailers.values()].map(({ key, values }) => [key, whole(values)]));
}

/** The lines that fit what a trailer may hold. */
function whole(values: readonly string[]): string {
  let text = values[0] ?? "";
  for (const value of values.slice(1)) if (text.length + value.length < LONGEST_TRAILER) text += `\n${value}`;
  return text;
}

/** One line without control characters, cut between characters. */
function printable(text: string, most: number): string {
  const clean = text.replace(/\p{Cc}+/gu, " ");
  return clean.length <= most ? clean : [...clean].slice(0, Math.floor(most / 2)).join("");
}
