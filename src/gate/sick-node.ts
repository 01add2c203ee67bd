/** One node that is worse while its like stand still is a machine's fault, not a changeset's. */
import type { LandingFinding } from "../model/verdict.ts";
import type { JudgedSeries } from "./series-verdict.ts";

/** Parameters that name a part of the rig. Counts of such parts ("clients 16") are none. */
const PARTS = new Set(
  "node host hostname server target oss ost mds mdt nid client disk device enclosure switch port".split(" "),
);
/** Fewer others than this standing still show nothing. */
const LEAST_OTHERS = 2;

/**
 * Of each rig the part that moved: in every group of series that differ in the part only, it alone is guilty, and at
 * least two others are shown not to be. Where different parts moved in different groups, nobody knows.
 */
export function sickNodes(judged: readonly JudgedSeries[]): LandingFinding[] {
  const byPlace = new Map<
    string,
    { readonly rig: string; readonly parameter: string; readonly groups: Map<string, JudgedSeries[]> }
  >();
  for (const one of judged) {
    const { series } = one.question;
    for (const parameter of Object.keys(series.parameters)) {
      if (!PARTS.has(parameter.toLowerCase())) continue;
      const place = JSON.stringify([series.rig, parameter]);
      const known = byPlace.get(place) ?? { rig: series.rig, parameter, groups: new Map<string, JudgedSeries[]>() };
      byPlace.set(place, known);
      const group = groupOf(one, parameter);
      known.groups.set(group, [...(known.groups.get(group) ?? []), one]);
    }
  }
  return [...byPlace.values()].flatMap(({ rig, parameter, groups }) => {
    const value = confinedTo([...groups.values()], parameter);
    return value === null ? [] : [finding(rig, parameter, value, judged)];
  });
}

function groupOf({ question: { series } }: JudgedSeries, parameter: string): string {
  const others = Object.entries(series.parameters).filter(([name]) => name !== parameter);
  return JSON.stringify([series.benchmark, series.version, series.metric, series.pairing, others.sort()]);
}

const isGuilty = ({ decision }: JudgedSeries): boolean => decision?.kind === "guilty";
/** Shown not to be worse than δ. */
const standsStill = ({ decision }: JudgedSeries): boolean => decision?.kind === "clean";

function confinedTo(groups: readonly (readonly JudgedSeries[])[], parameter: string): string | null {
  const moved = new Set<string>();
  for (const group of groups) {
    const guilty = group.filter(isGuilty);
    if (guilty.length === 0) continue;
    const others = group.filter((one) => !isGuilty(one));
    if (others.length < LEAST_OTHERS || !others.every(standsStill)) return null;
    for (const one of guilty) moved.add(one.question.series.parameters[parameter] ?? "");
  }
  const [only] = moved;
  return moved.size === 1 && only !== undefined ? only : null;
}

/** What else is guilty on this rig may be so because of the node: it is measured again, too. */
function finding(rig: string, parameter: string, value: string, judged: readonly JudgedSeries[]): LandingFinding {
  const onRig = judged.filter(({ question }) => question.series.rig === rig);
  const guilty = onRig.filter(isGuilty);
  const own = guilty.filter(({ question }) => question.series.parameters[parameter] === value);
  const still = onRig.filter((one) => one.question.series.parameters[parameter] !== undefined && standsStill(one));
  const others = new Set(still.map(({ question }) => question.series.parameters[parameter]));
  const metrics = [...new Set(own.map(({ question }) => question.series.metric))].join(", ");
  const text =
    `Only ${parameter} ${value} of ${rig} is worse (${metrics}), ${others.size} others stand still: ` +
    "that is a sick node, not the changeset.";
  const series = guilty.map(({ question }) => question.series.id);
  return { kind: "node", rig, series, text, node: { parameter, value } };
}
