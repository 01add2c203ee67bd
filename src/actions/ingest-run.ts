/** A run document becomes a stored run, exactly once, or a refusal that names every fault. */
import { summarizeRun } from "../detect/run-summary.ts";
import type { Changeset, Rig } from "../model/changeset.ts";
import { Fault } from "../model/fault.ts";
import type { RunDocument, Subject } from "../model/run.ts";
import { GroupCommit } from "../store/group-commit.ts";
import type { NewPoint, RunFacts, SeriesRow } from "../store/store.ts";
import { type Caller, type Context, demand, isAdmin } from "./context.ts";
import { Definitions } from "./definitions.ts";
import { factsHash, identifySeries, said } from "./identify.ts";
import { addsTo, History, tellable } from "./put-changesets.ts";
import { recordShared } from "./record.ts";

export interface Ingested {
  readonly id: string;
  readonly duplicate: boolean;
  /** Ids of the series touched, in the order of the measurements. */
  readonly series: readonly string[];
}

export async function ingestRun(ctx: Context, caller: Caller, run: RunDocument): Promise<Ingested> {
  demand(caller, `rig:${run.rig}`);
  const ask = { caller, run, series: identifySeries(run, ctx.sha256) };
  if (!(await saysSomethingNew(ctx, ask))) return await store(ctx, ask, new Definitions(await ctx.known.series()));
  const outcome = await newcomersOf(ctx).add(ask);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

interface Ask {
  readonly caller: Caller;
  readonly run: RunDocument;
  readonly series: readonly SeriesRow[];
}

/** The first run of a rig, changeset or series might contradict another that comes at the same moment. */
async function saysSomethingNew({ known }: Context, { run, series }: Ask): Promise<boolean> {
  const [rigs, changesets, definitions] = await Promise.all([known.rigs(), known.changesets(), known.series()]);
  if (!rigs.has(run.rig) || series.some(({ id }) => !definitions.has(id))) return true;
  return addsTo(changesets.get(run.changeset.sha), changesetOf(run, changesets));
}

const newcomers = new WeakMap<Context, GroupCommit<Ask, Ingested | Error>>();

/** Those that come together are held against what is known and against each other, and then written together. */
function newcomersOf(ctx: Context): GroupCommit<Ask, Ingested | Error> {
  const before = newcomers.get(ctx);
  if (before) return before;
  const together = (asks: readonly Ask[]) =>
    ctx.known.inTurn(async () => {
      const history = new History(await ctx.known.changesets());
      const definitions = new Definitions(await ctx.known.series());
      return await Promise.all(asks.map((ask) => store(ctx, ask, definitions, history).catch((error: Error) => error)));
    });
  const limits = { batch: 256, batchWeight: 1_000_000, queue: 4096, queueWeight: 4_000_000 };
  const commit = new GroupCommit(together, ({ run }) => valuesOf(run), limits);
  newcomers.set(ctx, commit);
  return commit;
}

const valuesOf = ({ measurements }: RunDocument): number =>
  measurements.reduce((sum, { values, histogram }) => sum + (values ?? histogram?.bounds ?? [1]).length, 1);

/** A run does not move a landed changeset to another branch. */
function changesetOf({ changeset }: RunDocument, changesets: Pick<History, "get">): Changeset {
  const { branch: _, ...rest } = changeset;
  return changesets.get(changeset.sha)?.position === undefined ? changeset : rest;
}

/** Checks come before the first wait, so that runs stored together see each other. `history` absent: nothing is new. */
async function store(
  ctx: Context,
  { caller, run, series }: Ask,
  definitions: Definitions,
  history?: History,
): Promise<Ingested> {
  const changeset = history && changesetOf(run, history);
  const isNews = changeset && addsTo(history.get(changeset.sha), changeset);
  const contradictions = isNews ? history.admit(changeset, "/changeset") : [];
  const undefinable = definitions.admit(series);
  if (contradictions.length + undefinable.length > 0) {
    const told = contradictions.map((detail) => ({ sha: run.changeset.sha, detail }));
    const details = [...(await tellable(ctx, caller, told)), ...undefinable];
    throw new Fault("invalid", "The run contradicts what is known; nothing was stored.", details);
  }
  const { virtualCounts = false } = await admitRig(ctx, caller, run.rig);
  const knownTree = (history ?? (await ctx.known.changesets())).get(run.changeset.sha)?.tree;

  const event = {
    kind: "run",
    key: run.id,
    who: caller.name,
    at: ctx.now(),
    ...said(run, ctx.sha256),
  } as const;
  const outcome = await ctx.store.writeRun({
    event,
    facts: factsOf(ctx, run, { virtualCounts, knownTree }),
    points: pointsOf(run, series),
    series,
  });
  if (outcome === "conflict") {
    throw new Fault("conflict", `Run ${run.id} exists with other content; give a new run a new id.`, [
      { path: "/id", detail: "is taken by other content" },
    ]);
  }
  // Also after a duplicate: the first attempt may have ended between the two writes.
  if (isNews) {
    await recordShared(ctx, caller, { kind: "changeset", key: changeset.sha, body: changeset });
  }
  return { id: run.id, duplicate: outcome === "duplicate", series: series.map(({ id }) => id) };
}

/** Results of unknown hardware are refused, or they would never be found again; an administrator registers it by posting. */
async function admitRig(ctx: Context, caller: Caller, rig: string): Promise<Rig> {
  const known = (await ctx.known.rigs()).get(rig);
  if (known) return known;
  if (!isAdmin(caller)) {
    const detail = `is not registered; register it with: tarnish rig add ${rig}`;
    throw new Fault("invalid", `Rig ${rig} ${detail}`, [{ path: "/rig", detail }]);
  }
  const body: Rig = { rig, visibility: "public" };
  await recordShared(ctx, caller, { kind: "rig", key: rig, body });
  return body;
}

/** What is known of the rig and of the changeset. */
interface Background {
  readonly virtualCounts: boolean;
  readonly knownTree: string | undefined;
}

function factsOf(ctx: Context, run: RunDocument, background: Background): RunFacts {
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
    excluded: exclusion(run, background),
    watchHash: factsHash(watchFacts(run), ctx.sha256),
    packagesHash: factsHash(run.subject?.packages, ctx.sha256),
  };
}

/** Boot and build when both are known, else the UTC date: what the runs of one night share at least. */
function defaultBlock({ environment, subject, startedAt }: RunDocument): string {
  const boot = environment?.context?.["boot.id"];
  const build = Object.values(subject?.packages ?? {})
    .sort()
    .join(" ");
  return boot && build ? `${boot} ${build}`.slice(0, 200) : new Date(startedAt).toISOString().slice(0, 10);
}

/** Facts of the nodes count like the rig's own, under the node's name. */
export function watchFacts({ environment }: RunDocument): Record<string, string> {
  const ofNodes = (environment?.nodes ?? []).flatMap(({ name, watch }) =>
    Object.entries(watch ?? {}).map(([key, value]) => [`${name}.${key}`, value] as const),
  );
  return { ...environment?.watch, ...Object.fromEntries(ofNodes) };
}

/** Why the whole run is shown and never blocks, "" when it counts. */
function exclusion(
  { complete, virtual, subject, changeset }: RunDocument,
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

function pointsOf(run: RunDocument, series: readonly SeriesRow[]): NewPoint[] {
  return run.measurements.map((measurement, index) => {
    const { value, repeats, spread, low, high, suspect } = summarizeRun(measurement);
    return {
      series: series[index]?.id ?? "",
      value,
      unit: measurement.unit,
      repeats,
      spread,
      low,
      high,
      suspect: suspect && `suspect: ${suspect}`,
    };
  });
}
