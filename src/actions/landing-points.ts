/**
 * Which points does a verdict rest on? Those of the changeset, of its parent, and of as many landed changesets as a
 * level may have: what is read does not grow with the history.
 */
import type { LandingOrder } from "../detect/landing-order.ts";
import { parseUnit } from "../model/unit.ts";
import type { MeasuredRun, SeriesRow, StoredPoint } from "../store/store.ts";
import type { Context } from "./context.ts";
import { countsAs } from "./counts-as.ts";

/** A level longer than this says no more about itself. */
export const MOST_CHANGESETS = 200;
/** A series that fewer of them measured is looked for in this many times as many. */
const FARTHER = 5;

/** What evidence needs of a point; the value is in the series' unit, the sha where it counts in history. */
export type EvidencePoint = Pick<
  StoredPoint,
  "sha" | "run" | "block" | "cause" | "startedAt" | "acceptedAt" | "excluded" | "watchHash" | "packagesHash" | "value"
>;

/** Where the changeset stands. */
export interface LandingPlace {
  readonly sha: string;
  readonly parentSha: string | null;
  /** Other changesets of the same tree, and of the parent's: their runs are runs of the same code. */
  readonly twins: readonly string[];
  readonly parentTwins: readonly string[];
  /** Unlanded ancestors, nearest first: the chain that it is part of. */
  readonly chain: readonly string[];
  /** Landed ancestors, nearest first. */
  readonly landed: readonly string[];
  /** The first landed changesets after the nearest of them, oldest first: at most as many as a level may have. */
  readonly later: readonly string[];
}

/** `isHidden`: nothing is known of it. */
export async function landingPlace({ known }: Context, sha: string, isHidden: boolean): Promise<LandingPlace> {
  const order = await known.landingOrder();
  const ancestors = isHidden ? [] : order.ancestors(sha);
  const landed = ancestors.filter(({ isLanded }) => isLanded).map((ancestor) => ancestor.sha);
  const trunk = order.trunk((await known.changesets()).get(landed[0] ?? "")?.branch ?? "");
  const at = trunk.indexOf(landed[0] ?? "");
  const after = at < 0 ? [] : trunk.slice(at + 1, at + 2 + MOST_CHANGESETS).filter((one) => one !== sha);
  const kin = await known.kin();
  const parentSha = ancestors[0]?.sha ?? null;
  return {
    sha,
    parentSha,
    twins: isHidden ? [] : kin.twins(sha),
    parentTwins: parentSha === null ? [] : kin.twins(parentSha),
    chain: ancestors.filter(({ isLanded }) => !isLanded).map((ancestor) => ancestor.sha),
    landed,
    later: after.slice(0, MOST_CHANGESETS),
  };
}

export interface LandingPoints {
  /** By series, in the order of the series asked for: those that the changeset has runs of. */
  readonly bySeries: ReadonlyMap<string, readonly EvidencePoint[]>;
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
  const reader = new Reader(ctx, order, place, visible);
  await reader.read([place.sha], [...visible.keys()]);
  const measured = [...visible.keys()].filter((id) => reader.points.has(id));
  const usable = new Set(measured.filter((id) => reader.has(id, place.sha)));
  const { parentSha, landed, later } = place;
  if (parentSha !== null && !landed.includes(parentSha)) await reader.read([parentSha], measured);
  const { tested, reach } = await readHistory(reader, landed, measured);
  const sparse = reach < landed.length ? measured.filter((id) => reader.isSparse(id)) : [];
  const farthest = sparse.length === 0 ? reach : Math.min(landed.length, FARTHER * reach);
  if (sparse.length > 0) await reader.read(landed.slice(reach, farthest), sparse);
  const orphans = measured.filter((id) => parentSha !== null && !reader.has(id, parentSha));
  if (orphans.length > 0) await reader.read(later, orphans);
  const bySeries = new Map(measured.map((id) => [id, reader.points.get(id) ?? []]));
  return { bySeries, landed: landed.slice(0, farthest), tested, usable };
}

/** When the first run of a changeset started, in milliseconds; infinite without a run. */
export function firstRunOf(sha: string, bySeries: LandingPoints["bySeries"]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const points of bySeries.values()) {
    for (const point of points) if (point.sha === sha) first = Math.min(first, point.startedAt.getTime());
  }
  return first;
}

/** Landed changesets until enough of them were tested; `reach` is how many that are. */
async function readHistory(
  reader: Reader,
  landed: readonly string[],
  series: readonly string[],
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
  return { tested, reach };
}

const counts = ({ excluded, cause }: Pick<StoredPoint, "excluded" | "cause">): boolean =>
  excluded === "" && cause === "scheduled";

class Reader {
  readonly points = new Map<string, EvidencePoint[]>();
  readonly #ctx: Context;
  readonly #order: LandingOrder;
  readonly #sha: string;
  readonly #namesOf: ReadonlyMap<string, readonly string[]>;
  readonly #asWhich: (sha: string) => string;
  readonly #visible: ReadonlyMap<string, SeriesRow>;
  readonly #read = new Set<string>();

  constructor(ctx: Context, order: LandingOrder, place: LandingPlace, visible: ReadonlyMap<string, SeriesRow>) {
    this.#ctx = ctx;
    this.#order = order;
    const { sha, parentSha, twins, parentTwins } = place;
    this.#sha = sha;
    this.#namesOf = new Map([
      [parentSha ?? "", parentTwins],
      [sha, twins],
    ]);
    this.#asWhich = countsAs(order, place);
    this.#visible = visible;
  }

  /** Runs of these changesets, and of those that count as them; what they measured in the series is kept. */
  async read(shas: readonly string[], series: readonly string[]): Promise<readonly MeasuredRun[]> {
    const names = shas.flatMap((sha) => [
      ...(sha === this.#sha ? [sha] : this.#order.countedAs(sha)),
      ...(this.#namesOf.get(sha) ?? []),
    ]);
    const wanted = [...new Set(names)].filter((name) => !this.#read.has(name));
    for (const name of wanted) this.#read.add(name);
    const runs = await this.#ctx.store.measuredRuns(wanted, series);
    const rows = series.map((id) => this.#visible.get(id));
    const kept = series.map((id) => this.points.get(id) ?? []);
    for (const run of runs) this.#keep(run, rows, kept);
    for (const [place, id] of series.entries()) {
      const points = kept[place];
      if (points && points.length > 0) this.points.set(id, points);
    }
    return runs;
  }

  /** Whether fewer than half of the changesets that a level may have are tested in the series. */
  isSparse(series: string): boolean {
    const shas = new Set<string>();
    let before = this.#sha;
    for (const point of this.points.get(series) ?? []) {
      if (point.sha === before || !counts(point)) continue;
      before = point.sha;
      if (before !== this.#sha && shas.add(before).size >= MOST_CHANGESETS / 2) return false;
    }
    return true;
  }

  /** From the end: what was read last is the history, whose last is the parent. */
  has(series: string, sha: string): boolean {
    const found = this.points.get(series)?.findLast((point) => point.sha === sha && point.excluded === "");
    return found !== undefined;
  }

  #keep(run: MeasuredRun, rows: readonly (SeriesRow | undefined)[], kept: readonly EvidencePoint[][]): void {
    const { measured, block, cause, startedAt, acceptedAt, watchHash, packagesHash } = run;
    const sha = this.#asWhich(run.sha);
    for (const { unit, suspect, series, values } of measured) {
      const excluded = run.excluded === "" ? suspect : run.excluded;
      for (let at = 0; at < series.length; at++) {
        const row = rows[series[at] as number];
        const posted = values[at] as number;
        const value =
          row && row.unit !== unit ? posted * (parseUnit(unit).factor / parseUnit(row.unit).factor) : posted;
        const point = {
          sha,
          run: run.run,
          block,
          cause,
          startedAt,
          acceptedAt,
          excluded,
          watchHash,
          packagesHash,
          value,
        };
        kept[series[at] as number]?.push(point);
      }
    }
  }
}
