/** From one epoch of a rig to another, over as many bridges as it takes. */
import { added, type Shift } from "./shift.ts";

export interface Edge extends Shift {
  readonly from: string;
  readonly to: string;
  /** How many were measured on both sides. */
  readonly changesets: number;
  /** Ids of the runs that it rests on, sorted. */
  readonly runs: readonly string[];
}

/**
 * The way from one epoch to another of least variance, the variances of its edges added (Dijkstra over a handful of
 * epochs); null where no bridge leads.
 */
export function chainOf(edges: readonly Edge[], from: string, to: string): Edge | null {
  const best = new Map<string, Edge>([[from, { ...NOWHERE, from, to: from }]]);
  const done = new Set<string>();
  for (;;) {
    const next = [...best.values()].filter((way) => !done.has(way.to)).sort((a, b) => a.variance - b.variance)[0];
    if (next === undefined) return null;
    if (next.to === to) return next;
    done.add(next.to);
    for (const edge of edges) {
      const step = directed(edge, next.to);
      if (step === null || done.has(step.to)) continue;
      const way = joined(next, step);
      if (way.variance < (best.get(step.to)?.variance ?? Number.POSITIVE_INFINITY)) best.set(step.to, way);
    }
  }
}

const NOWHERE = { estimate: 0, variance: 0, df: Number.POSITIVE_INFINITY, changesets: 0, runs: [] };

function directed(edge: Edge, from: string): Edge | null {
  if (edge.from === from) return edge;
  return edge.to === from ? { ...edge, from: edge.to, to: edge.from, estimate: -edge.estimate } : null;
}

function joined(way: Edge, step: Edge): Edge {
  return {
    ...added(way, step),
    from: way.from,
    to: step.to,
    changesets: way.changesets + step.changesets,
    runs: [...new Set([...way.runs, ...step.runs])].sort(),
  };
}
