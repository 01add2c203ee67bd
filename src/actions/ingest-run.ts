/** A run document becomes a stored run, exactly once, or a refusal that names every fault. */
import { summarizeRun } from "../detect/run-summary.ts";
import type { Changeset } from "../model/changeset.ts";
import { Fault, type FaultDetail } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import type { NewPoint, RunFacts, SeriesRow } from "../store/store.ts";
import { type Caller, type Context, demand, isAdmin } from "./context.ts";
import { contentHash, factsHash, identifySeries } from "./identify.ts";
import { addsTo, History } from "./put-changesets.ts";
import { record } from "./record.ts";

export interface Ingested {
  readonly id: string;
  readonly duplicate: boolean;
  /** Ids of the series touched, in the order of the measurements. */
  readonly series: readonly string[];
}

export async function ingestRun(ctx: Context, caller: Caller, run: RunDocument): Promise<Ingested> {
  demand(caller, `rig:${run.rig}`);
  const series = identifySeries(run, ctx.sha256);
  return (await saysSomethingNew(ctx, run, series))
    ? await ctx.known.inTurn(() => store(ctx, caller, run, series))
    : await store(ctx, caller, run, series);
}

/** The first run of a rig, changeset or series is checked and written in turn: two at once might contradict each other. */
async function saysSomethingNew(ctx: Context, run: RunDocument, series: readonly SeriesRow[]): Promise<boolean> {
  const { known } = ctx;
  const [rigs, changesets, definitions] = await Promise.all([known.rigs(), known.changesets(), known.series()]);
  if (!rigs.has(run.rig) || series.some(({ id }) => !definitions.has(id))) return true;
  return addsTo(changesets.get(run.changeset.sha), changesetOf(run, changesets));
}

/** A run does not move a landed changeset to another branch. */
function changesetOf({ changeset }: RunDocument, changesets: ReadonlyMap<string, Changeset>): Changeset {
  const { branch: _, ...rest } = changeset;
  return changesets.get(changeset.sha)?.position === undefined ? changeset : rest;
}

async function store(ctx: Context, caller: Caller, run: RunDocument, series: readonly SeriesRow[]): Promise<Ingested> {
  const changesets = await ctx.known.changesets();
  const changeset = changesetOf(run, changesets);
  const details = [
    ...new History(changesets).admit(changeset, "/changeset"),
    ...(await conflictingSeries(ctx, series)),
  ];
  if (details.length > 0) throw new Fault("invalid", "The run contradicts what is known; nothing was stored.", details);
  await admitRig(ctx, caller, run.rig);

  const event = {
    kind: "run",
    key: run.id,
    who: caller.name,
    at: ctx.now(),
    contentHash: contentHash(run, ctx.sha256),
    body: JSON.stringify(run),
  } as const;
  const outcome = await ctx.store.writeRun({ event, facts: factsOf(ctx, run), points: pointsOf(run, series), series });
  if (outcome === "conflict") {
    throw new Fault("conflict", `Run ${run.id} exists with other content; give a new run a new id.`, [
      { path: "/id", detail: "is taken by other content" },
    ]);
  }
  // Also after a duplicate: the first attempt may have ended between the two writes.
  if (addsTo(changesets.get(changeset.sha), changeset)) {
    await record(ctx, caller, [{ kind: "changeset", key: changeset.sha, body: changeset }]);
  }
  return { id: run.id, duplicate: outcome === "duplicate", series: series.map(({ id }) => id) };
}

/** Results of unknown hardware are refused, or they would never be found again; an administrator registers it by posting. */
async function admitRig(ctx: Context, caller: Caller, rig: string): Promise<void> {
  if ((await ctx.known.rigs()).has(rig)) return;
  if (!isAdmin(caller)) {
    const detail = `is not registered; register it with: tarnish rig add ${rig}`;
    throw new Fault("invalid", `Rig ${rig} ${detail}`, [{ path: "/rig", detail }]);
  }
  await record(ctx, caller, [{ kind: "rig", key: rig, body: { rig, visibility: "public" } }]);
}

/** A series keeps its direction and dimension for ever: another one would turn a regression into an improvement. */
async function conflictingSeries(ctx: Context, series: readonly SeriesRow[]): Promise<FaultDetail[]> {
  const known = await ctx.known.series();
  return series.flatMap(({ id, better, dimension, unit }, index) => {
    const before = known.get(id);
    const path = `/measurements/${index}`;
    const details: FaultDetail[] = [];
    if (before && before.better !== better)
      details.push({ path: `${path}/better`, detail: `is "${before.better}" in this series, not "${better}"` });
    if (before && before.dimension !== dimension)
      details.push({ path: `${path}/unit`, detail: `${unit} cannot be compared with the series' ${before.unit}` });
    return details;
  });
}

function factsOf(ctx: Context, run: RunDocument): RunFacts {
  return {
    run: run.id.toLowerCase(),
    rig: run.rig,
    suite: run.suite,
    sha: run.changeset.sha,
    branch: run.changeset.branch ?? "",
    block: run.block ?? defaultBlock(run),
    cause: run.cause ?? "scheduled",
    startedAt: new Date(run.startedAt),
    complete: run.complete,
    excluded: exclusion(run),
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
function exclusion({ complete, virtual, subject, changeset }: RunDocument): string {
  if (!complete) return "incomplete";
  if (virtual) return "virtual machine";
  if (subject?.dirty) return "dirty build";
  if (subject?.patches && subject.patches.length > 0) return "patched build";
  if (subject?.uniform === false) return "nodes ran different builds";
  if (subject?.sha !== undefined && subject.sha !== changeset.sha) return "another build than the changeset";
  return "";
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
