/** A run document as the rows of the store: the facts of the run, and a point for each of its measurements. */
import type { RunSummary } from "../detect/run-summary.ts";
import type { RunHead, Subject } from "../model/run.ts";
import type { NewPoints, RunFacts } from "../store/runs.ts";
import { factsHash } from "./identify.ts";

type Hash = (text: string) => string;

/** What is known of the rig and of the changeset. */
interface Background {
  readonly virtualCounts: boolean;
  readonly knownTree: string | undefined;
}

/** `excluded`: why the whole run never blocks, "" when it counts. */
export function factsOf(run: RunHead, sha256: Hash, excluded: string): RunFacts {
  return {
    run: run.id.toLowerCase(),
    rig: run.rig,
    suite: run.suite,
    sha: run.changeset.sha,
    branch: run.changeset.branch ?? "",
    block: run.block ?? defaultBlock(run),
    cause: run.cause ?? "scheduled",
    startedAt: new Date(run.startedAt),
    finishedAt: run.finishedAt === undefined ? null : new Date(run.finishedAt),
    complete: run.complete,
    excluded,
    watchHash: factsHash(watchFacts(run), sha256),
    packagesHash: factsHash(run.subject?.packages, sha256),
  };
}

/** Boot and build when both are known, else the UTC date: what the runs of one night share at least. */
function defaultBlock({ environment, subject, startedAt }: RunHead): string {
  const boot = environment?.context?.["boot.id"];
  const build = Object.values(subject?.packages ?? {})
    .sort()
    .join(" ");
  return boot && build ? `${boot} ${build}`.slice(0, 200) : new Date(startedAt).toISOString().slice(0, 10);
}

/** Facts of the nodes count like the rig's own, under the node's name. */
export function watchFacts({ environment }: RunHead): Record<string, string> {
  const ofNodes = (environment?.nodes ?? []).flatMap(({ name, watch }) =>
    Object.entries(watch ?? {}).map(([key, value]) => [`${name}.${key}`, value] as const),
  );
  return { ...environment?.watch, ...Object.fromEntries(ofNodes) };
}

/** Why the whole run is shown and never blocks, "" when it counts. */
export function exclusionOf(
  { complete, virtual, subject, changeset }: RunHead,
  { virtualCounts, knownTree }: Background,
): string {
  if (!complete) return "incomplete";
  if (virtual && !virtualCounts) return "virtual machine";
  return subject === undefined ? "" : wrongBuild(subject, changeset.sha, changeset.tree ?? knownTree);
}

/** Why the build that was measured is not that of the changeset, "" when it is. */
function wrongBuild(subject: Subject, sha: string, tree: string | undefined): string {
  if (subject.dirty) return "dirty build";
  if (subject.patches && subject.patches.length > 0) return "patched build";
  if (subject.uniform === false) return "nodes ran different builds";
  if (subject.sha !== undefined && subject.sha !== sha) return "another build than the changeset";
  const isOther = subject.tree !== undefined && tree !== undefined && subject.tree !== tree;
  return isOther ? "another tree than the changeset" : "";
}

export function pointsOf(summaries: readonly RunSummary[]): NewPoints {
  const count = summaries.length;
  const figures = new Float64Array(5 * count);
  const column = (at: number) => figures.subarray(at * count, (at + 1) * count);
  const [values, repeats, spreads, lows, highs] = [column(0), column(1), column(2), column(3), column(4)];
  const suspects = new Map<number, string>();
  summaries.forEach((summary, at) => {
    values[at] = summary.value;
    repeats[at] = summary.repeats;
    spreads[at] = summary.spread ?? Number.NaN;
    lows[at] = summary.low;
    highs[at] = summary.high;
    if (summary.suspect !== "") suspects.set(at, `suspect: ${summary.suspect}`);
  });
  return { values, repeats, spreads, lows, highs, suspects };
}
