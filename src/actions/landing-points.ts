/**
 * Which points does a verdict rest on? Those of the changeset, of its parent, and of as many landed changesets as a
 * level may have: what is read does not grow with the history.
 */
import type { SeriesRow } from "../store/runs.ts";
import type { Context } from "./context.ts";
import type { EvidenceRun, SeriesEvidence } from "./evidence.ts";
import { EvidenceReader } from "./evidence-reader.ts";
import { type LandingPlace, MOST_CHANGESETS } from "./landing-place.ts";

/** A series that fewer of them measured is looked for in this many times as many. */
const FARTHER = 5;

export interface LandingPoints {
  /** By series, in the order of the series asked for: those that the changeset has runs of. */
  readonly bySeries: ReadonlyMap<string, SeriesEvidence>;
  /** The part of the history that was read, the same way round; nothing beyond it is asked for. */
  readonly landed: readonly string[];
  /** Landed changesets with usable, scheduled runs, nearest first. */
  readonly tested: readonly string[];
  /** Series of which the changeset has a usable run. */
  readonly usable: ReadonlySet<string>;
}

export async function landingPoints(
  ctx: Context,
  place: LandingPlace,
  visible: ReadonlyMap<string, SeriesRow>,
): Promise<LandingPoints> {
  const order = await ctx.known.landingOrder();
  const reader = new EvidenceReader(ctx, order, place, visible);
  const { parentSha, landed, later } = place;
  const own = readOwn(reader, place, [...visible.keys()]);
  const history = readHistory(
    reader,
    landed,
    own.then((read) => read.measured),
  );
  const [{ measured, usable }, { tested, reach }] = await Promise.all([own, history]);
  const sparse = reach < landed.length ? measured.filter(reader.having((runs) => isSparse(runs, place.sha))) : [];
  const farthest = sparse.length === 0 ? reach : Math.min(landed.length, FARTHER * reach);
  if (sparse.length > 0) await reader.read(landed.slice(reach, farthest), sparse);
  const orphans = parentSha === null ? [] : measured.filter(reader.having((runs) => !hasUsable(runs, parentSha)));
  if (orphans.length > 0) await reader.read(later, orphans);
  const bySeries = new Map(measured.map((id) => [id, reader.evidenceOf(id)]));
  return { bySeries, landed: landed.slice(0, farthest), tested, usable };
}

/** When the first run of a changeset started, in milliseconds; infinite without a run. */
export function firstRunOf(sha: string, bySeries: LandingPoints["bySeries"]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const runs of new Set([...bySeries.values()].map((evidence) => evidence.runs))) {
    for (const run of runs) if (run.sha === sha) first = Math.min(first, run.startedAt.getTime());
  }
  return first;
}

/** What the changeset measured itself, and of the same its parent where that has not landed. */
async function readOwn(
  reader: EvidenceReader,
  { sha, parentSha, landed }: LandingPlace,
  series: readonly string[],
): Promise<{ measured: readonly string[]; usable: ReadonlySet<string> }> {
  const found = reader.read([sha], series).then(() => {
    const measured = series.filter((id) => reader.runsOf(id).length > 0);
    return { measured, usable: new Set(measured.filter(reader.having((runs) => hasUsable(runs, sha)))) };
  });
  const apart = parentSha === null || landed.includes(parentSha) ? [] : [parentSha];
  const ofParent = reader.read(
    apart,
    found.then(({ measured }) => measured),
  );
  const [own] = await Promise.all([found, ofParent]);
  return own;
}

/**
 * Landed changesets until enough of them were tested; `reach` is how many that are. The runs are read while it is found out
 * which series are asked about.
 */
async function readHistory(
  reader: EvidenceReader,
  landed: readonly string[],
  series: Promise<readonly string[]>,
): Promise<{ tested: string[]; reach: number }> {
  const tested: string[] = [];
  let reach = 0;
  for (let step = MOST_CHANGESETS; tested.length < MOST_CHANGESETS && reach < landed.length; ) {
    const some = landed.slice(reach, reach + step);
    const runs = await reader.read(some, series);
    const withRuns = new Set(runs.filter(counts).map(({ sha }) => sha));
    tested.push(...some.filter((sha) => withRuns.has(sha)));
    reach += some.length;
    const wanted = MOST_CHANGESETS - tested.length;
    step = Math.min(4 * reach, Math.ceil((1.25 * wanted * reach) / Math.max(1, tested.length)));
  }
  await series; // its failure is this one's, also where nothing has landed
  return { tested, reach };
}

const counts = ({ excluded, cause }: Pick<EvidenceRun, "excluded" | "cause">): boolean =>
  excluded === "" && cause === "scheduled";

const hasUsable = (runs: readonly EvidenceRun[], sha: string): boolean =>
  runs.some((run) => run.sha === sha && run.excluded === "");

/** Whether fewer than half of the changesets that a level may have are tested, besides this one. */
function isSparse(runs: readonly EvidenceRun[], sha: string): boolean {
  const tested = new Set(runs.filter(counts).map((run) => run.sha));
  tested.delete(sha);
  return tested.size < MOST_CHANGESETS / 2;
}
