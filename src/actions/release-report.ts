/** The report on a release: verdict, means, what moved and since when, what was promised and what it cost. */
import type { Changeset } from "../model/changeset.ts";
import type { KnownChange, SeriesComparison } from "../model/release-comparison.ts";
import type { ReleaseReport, ReportedChange } from "../model/release-report.ts";
import { readAudits } from "./audits.ts";
import type { Caller, Context } from "./context.ts";
import { groupedBy } from "./grouped-by.ts";
import { visibleChangesets } from "./hidden-changesets.ts";
import { releaseNotes } from "./release-notes.ts";
import { releaseJudgement } from "./release-verdict.ts";
import { rigHours } from "./rig-hours.ts";

/** Rows of the worst, and of the best. */
const MOST = 10;

export async function releaseReport(
  ctx: Context,
  caller: Caller,
  tag: string,
  against?: string,
): Promise<ReleaseReport> {
  const { verdict, comparison, pledges } = await releaseJudgement(ctx, caller, tag, against);
  const [byRig, byVendor, byCause] = await Promise.all(
    (["rig", "vendor", "cause"] as const).map((by) => rigHours(ctx, caller, { by, release: tag })),
  );
  const { items: _, partial: __, ...audits } = await readAudits(ctx, caller, { release: tag });
  const changesets = new Map((await visibleChangesets(ctx, caller)).map((one) => [one.sha, one]));
  const changes = changesOf(comparison.series, changesets);
  const creeping = comparison.series.flatMap(({ benchmark, metric, rig, creep }) =>
    creep ? [{ benchmark, metric, rig, ...creep }] : [],
  );
  const ranked = [...comparison.series].sort((a, b) => worsening(b) - worsening(a) || (a.series < b.series ? -1 : 1));
  return {
    ...(verdict.partial && { partial: true }),
    verdict,
    means: comparison.means,
    assumption: comparison.assumption,
    worst: ranked.filter((one) => worsening(one) > 0).slice(0, MOST),
    best: ranked
      .filter((one) => worsening(one) < 0)
      .reverse()
      .slice(0, MOST),
    compared: comparison.series.length,
    uncompared: comparison.uncompared,
    changes,
    creeping,
    pledges,
    hours: {
      total: byRig?.total ?? { of: "", hours: 0, runs: 0, withoutEnd: 0 },
      byRig: byRig?.items ?? [],
      byVendor: byVendor?.items ?? [],
      byCause: byCause?.items ?? [],
    },
    audits,
    notes: releaseNotes(verdict, changes, creeping),
  };
}

/** On the log scale where there is a ratio, else relative to the older level: above 0 is worse. */
function worsening({ performance, effect, baseline, better }: SeriesComparison): number {
  if (performance) return -Math.log(performance.value);
  const relative = effect.value / Math.abs(baseline.level || 1);
  return better === "higher" ? -relative : relative;
}

/** Confirmed steps of the release's own history, those of one changeset together; the largest first. */
function changesOf(series: readonly SeriesComparison[], changesets: ReadonlyMap<string, Changeset>): ReportedChange[] {
  const own = series.flatMap((one) =>
    one.changes
      .filter(({ side, state }) => side === "candidate" && state === "confirmed")
      .map((change) => ({ one, change })),
  );
  const reported = [...groupedBy(own, ({ change }) => change.sha)].map(([sha, group]): ReportedChange => {
    const narrowest = group.reduce((a, b) => (b.change.candidates.length < a.change.candidates.length ? b : a));
    const changeset = changesets.get(sha);
    return {
      sha,
      candidates: narrowest.change.candidates,
      subject: changeset?.subject ?? null,
      ticket: changeset?.ticket ?? null,
      state: "confirmed",
      series: group.map(({ one, change }) => ({ ...namesOf(one), ...figuresOf(change) })),
      waivers: [...new Set(group.flatMap(({ change }) => change.waivers))],
    };
  });
  return reported.sort((a, b) => largest(b) - largest(a) || (a.sha < b.sha ? -1 : 1));
}

const namesOf = ({ benchmark, metric, rig }: SeriesComparison) => ({ benchmark, metric, rig });
const figuresOf = ({ effect, isWorse, isMaterial }: KnownChange) => ({ effect, isWorse, isMaterial });

const largest = ({ series }: ReportedChange): number =>
  Math.max(...series.map(({ effect }) => (effect.scale === "ratio" ? Math.abs(Math.log(effect.value)) : 0)));
