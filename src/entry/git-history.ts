/** The first-parent history of a branch, as changesets with positions: the order in which things landed. */
import { simpleGit } from "simple-git";
import type { Changeset } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";

export interface History {
  readonly branch: string;
  /** Oldest first; positions count from 1. */
  readonly changesets: readonly Changeset[];
}

const FIELDS = ["%H", "%P", "%T", "%cI", "%an", "%s", "%(trailers:key=Change-Id,valueonly,separator=%x20)"];
const FIELD = "\u0000";
const RECORD = "\u0001";

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
    .raw(["log", "--first-parent", "--reverse", `--format=${FIELDS.join("%x00")}%x01`, "--end-of-options", name, "--"])
    .catch((cause) => {
      throw new Fault("invalid", `${folder} has no branch ${name}; name one with --branch.`, [], { cause });
    });
  const records = text
    .split(RECORD)
    .map((record) => record.replace(/^\n/, ""))
    .filter((record) => record !== "");
  return {
    branch: name,
    changesets: records.map((record, index) => changeset(record.split(FIELD), index + 1, name, repository)),
  };
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
  const [sha = "", parents = "", tree = "", committedAt = "", author = "", subject = "", changeId = ""] = fields;
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
    ...(changeId.trim() && { changeId: changeId.trim().split(" ").at(-1) ?? "" }),
    ...(ticket && { ticket }),
    ...(repository && { repository }),
  };
}

/** One line without control characters, cut between characters. */
function printable(text: string, most: number): string {
  const clean = text.replace(/\p{Cc}+/gu, " ");
  return clean.length <= most ? clean : [...clean].slice(0, Math.floor(most / 2)).join("");
}
