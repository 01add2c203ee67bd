/** Several failing series of one curve are one finding: "regresses only above 64 clients". */
import { shapeOf } from "../detect/curve-shape.ts";
import { type ScalingFamily, scalingFamilies } from "../detect/scaling-families.ts";
import type { Series } from "../model/series.ts";
import type { CurvePoint, CurveShape, LandingFinding } from "../model/verdict.ts";
import type { WithVerdict } from "./counting.ts";

/** Curves that tell of two failing series or more, those of most first; a series is told by one. */
export function curveFindings(judged: readonly WithVerdict[]): LandingFinding[] {
  const byId = new Map(judged.map((one) => [one.verdict.series, one]));
  const untold = new Set(
    judged.filter(({ verdict }) => verdict.verdict === "fail").map(({ verdict }) => verdict.series),
  );
  if (untold.size < 2) return [];
  const families = scalingFamilies(judged.map(({ question }) => question.series));
  const findings: LandingFinding[] = [];
  for (;;) {
    const fails = ({ members }: ScalingFamily<Series>) => members.filter(({ series }) => untold.has(series.id)).length;
    const [widest] = [...families].sort((a, b) => fails(b) - fails(a));
    if (widest === undefined || fails(widest) < 2) return findings;
    const finding = findingOf(widest, byId);
    for (const id of finding.series) untold.delete(id);
    findings.push(finding);
    families.splice(families.indexOf(widest), 1);
  }
}

function findingOf({ by, members }: ScalingFamily<Series>, byId: ReadonlyMap<string, WithVerdict>): LandingFinding {
  const points = members.flatMap(({ x, series }): CurvePoint[] => {
    const { baseline, candidate, verdict, effect } = byId.get(series.id)?.verdict ?? {};
    if (baseline?.level == null || candidate?.level == null || verdict === undefined) return [];
    const ratio = effect?.scale === "ratio" ? effect.value : candidate.level / baseline.level;
    return [{ x, series: series.id, verdict, baseline: baseline.level, candidate: candidate.level, ratio }];
  });
  const { metric, rig, better } = (members[0] as (typeof members)[number]).series;
  const shape = (side: "baseline" | "candidate") =>
    shapeOf(
      points.map((one) => ({ x: one.x, y: one[side] })),
      better,
    );
  const [before, after] = [shape("baseline"), shape("candidate")];
  const text = `${metric} on ${rig} is worse ${rangeWords(points, by)}${movedWords(points, by, before, after)}.`;
  return {
    kind: "curve",
    rig,
    series: points.filter(({ verdict }) => verdict === "fail").map(({ series }) => series),
    text,
    curve: { parameter: by, points, baseline: before, candidate: after },
  };
}

/** "only above 64 clients (0.80x at 128, 0.79x at 256)". Only: every other point of the curve passes. */
function rangeWords(points: readonly CurvePoint[], by: string): string {
  const bad = points.filter(({ verdict }) => verdict === "fail");
  const good = points.filter(({ verdict }) => verdict !== "fail");
  const only = good.every(({ verdict }) => verdict === "pass") ? "only " : "";
  const sizes = bad.map(({ x, ratio }) => `${ratio.toFixed(2)}x at ${x}`).join(", ");
  const [lowest, highest] = [bad[0]?.x ?? 0, bad.at(-1)?.x ?? 0];
  const [floor, roof] = [good[0]?.x ?? Number.POSITIVE_INFINITY, good.at(-1)?.x ?? Number.NEGATIVE_INFINITY];
  if (good.length === 0) return `at every number of ${by}, ${lowest} to ${highest} (${sizes})`;
  if (roof < lowest) return `${only}above ${roof} ${by} (${sizes})`;
  if (floor > highest) return `${only}up to ${highest} ${by} (${sizes})`;
  return `at ${bad.map(({ x }) => x).join(", ")} ${by} (${sizes})`;
}

function movedWords(points: readonly CurvePoint[], by: string, before: CurveShape, after: CurveShape): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const most = points.at(-1)?.x ?? 0;
  const place = (knee: number | null) => (knee === null ? `beyond ${most}` : String(knee));
  const knee =
    before.knee === after.knee ? [] : [`the knee moves from ${place(before.knee)} to ${place(after.knee)} ${by}`];
  const [was, is] = [percent(before.efficiency), percent(after.efficiency)];
  const efficiency = `efficiency at ${most} ${was === is ? `stays ${is}` : `goes from ${was} to ${is}`}`;
  return `; ${[...knee, efficiency].join(", ")}`;
}
