/** What looks like guilt and is the rig's: a sick node, or a layer below the software under test. */
import type { LandingFinding } from "../model/verdict.ts";
import { movedLayers } from "./layers.ts";
import type { JudgedSeries } from "./series-verdict.ts";
import { sickNodes } from "./sick-node.ts";

export interface Excused {
  readonly judged: readonly JudgedSeries[];
  readonly findings: readonly LandingFinding[];
}

/** Guilty series of a rig that is not well are not counted against the changeset: they say why, and wait. */
export function excused(judged: readonly JudgedSeries[]): Excused {
  const nodes = sickNodes(judged);
  const layers = movedLayers(judged);
  const blamed = [...nodes, ...layers.flatMap(({ finding, isEnvironment }) => (isEnvironment ? [finding] : []))];
  const reasons = new Map<string, string>();
  for (const { series, text } of blamed) for (const id of series) if (!reasons.has(id)) reasons.set(id, text);
  return {
    judged: judged.map((one) => {
      const reason = reasons.get(one.question.series.id);
      return reason === undefined ? one : { ...one, environment: reason };
    }),
    findings: [...nodes, ...layers.map(({ finding }) => finding)],
  };
}
