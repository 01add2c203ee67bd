/**
 * Change points are announced once: what the newest analysis finds is held against what was announced before, and only what
 * is new about it becomes an event. Whoever asks sees all of it brought up to date, at full sight.
 */
import { type RememberedChange, recogniseChanges } from "../detect/recognise.ts";
import { recoveryOf } from "../detect/recovery.ts";
import type { AnnouncedChange } from "../model/regression.ts";
import type { ChangePoint } from "../model/series.ts";
import type { SeriesRow } from "../store/runs.ts";
import { type BranchHistory, branchHistories } from "./branch-histories.ts";
import { changeId, type Found, type Group, groupsOf } from "./cause-groups.ts";
import type { Context } from "./context.ts";
import { EVERYTHING } from "./known.ts";
import { ofRuns } from "./of-runs.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { ordinalsOn } from "./read-series.ts";
import { record } from "./record.ts";
import { isAcrossEpochs } from "./rig-changed.ts";

/** As the service itself signs its events. */
export const ITSELF = { name: "tarnish", scopes: ["admin"] } as const;

/** A change point as it was announced, with its newest figures. */
export interface StandingChange {
  readonly announced: AnnouncedChange;
  readonly row: SeriesRow;
  /** Null where it was withdrawn. */
  readonly point: ChangePoint | null;
  /** The interval of candidates as ordinals on the trunk. */
  readonly earliest: number;
  readonly latest: number;
}

export interface StandingChanges {
  readonly changes: readonly StandingChange[];
  readonly trunks: ReadonlyMap<string, readonly string[]>;
}

interface Remembered extends RememberedChange {
  readonly announced: AnnouncedChange;
}

/** All that was ever announced, withdrawn ones included. Runs of candidates are most of what arrives, and change nothing here. */
export async function announcedChanges(ctx: Context): Promise<StandingChanges> {
  return await ctx.known.derived("announced changes", () => ofLandedRuns(ctx), [...EVERYTHING, "series"]);
}

async function ofLandedRuns(ctx: Context): Promise<StandingChanges> {
  const order = await ctx.known.landingOrder();
  const shas = order.branches().flatMap((branch) => order.trunk(branch));
  return await ofRuns(ctx, ITSELF, { name: "announced changes", shas }, () => inOrder(ctx, () => announce(ctx)));
}

/** An older analysis must not take back what a newer one announced. */
const inOrder = oneAtATime();

async function announce(ctx: Context): Promise<StandingChanges> {
  const found: Found[] = [];
  const trunks = new Map<string, readonly string[]>();
  const changesets = await ctx.known.changesets();
  for (const history of await branchHistories(ctx)) {
    const { branch, trunk } = history;
    trunks.set(branch, trunk);
    found.push(...foundIn(history).filter(({ sha }) => (changesets.get(sha)?.branch ?? branch) === branch));
  }
  const before = [...(await ctx.known.announced()).values()];
  const rows = await ctx.known.series();
  const branches = new Set([...found, ...before].map(({ branch }) => branch));
  const changes = [...branches].sort().flatMap((branch) => {
    const mine = before.filter((one) => one.branch === branch);
    const here = found.filter((one) => one.branch === branch);
    return announcedOn(ctx, here, mine, ordinalsOn(trunks.get(branch) ?? []));
  });
  const known = new Map(before.map((one) => [one.id, one]));
  const news = changes.flatMap(({ announced }) => (isNews(announced, known.get(announced.id)) ? [announced] : []));
  await record(
    ctx,
    ITSELF,
    news.map((body) => ({ kind: "change", key: body.id, body })),
  );
  const standing = changes.flatMap((change) => {
    const row = rows.get(change.announced.series);
    return row === undefined ? [] : [{ ...change, row }];
  });
  return { changes: standing, trunks };
}

/** A step that came while the rig became another instrument is the rig's, and no item for anybody. */
function foundIn({ row, branch, trunk, shas, epochs, analysis }: BranchHistory): Found[] {
  const place = ordinalsOn(trunk);
  return analysis.changes.flatMap((point, nth) => {
    if (isAcrossEpochs(epochs, point)) return [];
    const at = (index: number) => shas[index] ?? "";
    const [good, bad] = [at(point.earliest), at(point.latest)];
    const back = recoveryOf(analysis, nth);
    return {
      ...{ row, branch, point, good, bad },
      series: row.id,
      rig: row.rig,
      benchmark: row.benchmark,
      metric: row.metric,
      sha: at(point.index),
      earliest: place.get(good) ?? 0,
      latest: place.get(bad) ?? 0,
      worse: point.after > point.before === (row.better === "lower"),
      recoveredBy: back === null ? null : at(back),
    };
  });
}

type Announced = Omit<StandingChange, "row">;

function announcedOn(
  ctx: Context,
  found: readonly Found[],
  before: readonly AnnouncedChange[],
  place: ReadonlyMap<string, number>,
): Announced[] {
  const remembered = before.map((announced): Remembered => {
    const [earliest = -1, latest = -1] = [place.get(announced.good), place.get(announced.bad)];
    return { ...announced, announced, earliest, latest, isWithdrawn: announced.state === "withdrawn" };
  });
  const { same, gone } = recogniseChanges(found, remembered);
  const known = new Map(same.map((pair) => [pair.found, pair.remembered.announced]));
  const groups = groupsOf(ctx, found, known);
  const now = ctx.now().toISOString();
  const standing = found.map((change): Announced => {
    const announced = announcement(ctx, change, known.get(change), groups.get(change) as Group, now);
    return { announced, point: change.point, earliest: change.earliest, latest: change.latest };
  });
  const ids = new Set(standing.map(({ announced }) => announced.id));
  const left = remembered.filter(({ isWithdrawn, announced: { id } }) => isWithdrawn && !ids.has(id));
  const withdrawn = gone
    .filter(({ announced: { id } }) => !ids.has(id))
    .map((one) => ({ ...one, announced: { ...one.announced, state: "withdrawn" as const, withdrawnAt: now } }));
  return [
    ...standing,
    ...[...left, ...withdrawn].map(({ announced, earliest, latest }) => ({ announced, earliest, latest, point: null })),
  ];
}

/** Once confirmed it stays so until it is withdrawn: what is told must not flicker. */
function announcement(
  ctx: Context,
  change: Found,
  before: AnnouncedChange | undefined,
  group: Group,
  now: string,
): AnnouncedChange {
  const { series, branch, worse, sha, good, bad, recoveredBy, point } = change;
  const stands = before !== undefined && before.state !== "withdrawn";
  const state = stands && before.state === "confirmed" ? "confirmed" : point.state;
  return {
    ...group,
    ...{ series, branch, worse, state, sha, good, bad, recoveredBy },
    id: before?.id ?? changeId(ctx, change),
    before: point.before,
    after: point.after,
    effect: point.effect,
    announcedAt: stands ? before.announcedAt : now,
    confirmedAt: state === "suspected" ? null : ((stands ? before.confirmedAt : null) ?? now),
    recoveredAt: recoveredBy === null ? null : (before?.recoveredAt ?? now),
    withdrawnAt: null,
  };
}

/** Figures that move a little with every run are no news. */
function isNews(now: AnnouncedChange, before: AnnouncedChange | undefined): boolean {
  return before === undefined || TOLD.some((field) => now[field] !== before[field]);
}
const TOLD = ["regression", "occurrence", "state", "sha", "good", "bad", "recoveredBy"] as const;
