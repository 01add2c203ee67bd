/** Change points as a chart marks them: where, which shape and colour, and a label in a lane where none covers another. */
import type { Better } from "../model/run.ts";
import type { ChangePoint } from "../model/series.ts";
import { type Direction, direction, effectSize, type Judgement, judgement } from "./change.ts";

export interface ChangeRow {
  /** Between the last changeset of the old level and the first of the new one. */
  readonly index: number;
  /** The candidates, from the last good changeset to the first bad one. */
  readonly from: number;
  readonly to: number;
  readonly judgement: Judgement;
  readonly direction: Direction;
  readonly state: ChangePoint["state"];
  /** "+8.3 % worse", with "suspected" while it is; empty where all lanes are taken. */
  readonly label: string;
  /** 0 is the topmost line of labels. */
  readonly lane: number;
  /** On which side of the rule the label stands. */
  readonly side: "left" | "right";
}

export interface ChangeRoom {
  readonly better: Better;
  /** Pixels between two changesets, and of the whole plot. */
  readonly step: number;
  readonly width: number;
}

const LANES = 3;
const PIXELS_PER_CHARACTER = 6.8;
const MARKER_PIXELS = 26;

export function changeRows(changes: readonly ChangePoint[], room: ChangeRoom): ChangeRow[] {
  const taken: number[] = [];
  return changes.map((change) => {
    const text = labelOf(change, room.better);
    const pixels = MARKER_PIXELS + text.length * PIXELS_PER_CHARACTER;
    const x = change.index * room.step;
    const side = x + pixels > room.width && x > pixels ? "left" : "right";
    const begin = side === "right" ? x : x - pixels;
    const free = Array.from({ length: LANES }, (_, lane) => lane).find((lane) => (taken[lane] ?? 0) <= begin);
    taken[free ?? 0] = Math.max(taken[free ?? 0] ?? 0, begin + (free === undefined ? MARKER_PIXELS : pixels));
    return {
      index: change.index - 0.5,
      from: Math.max(change.earliest, -0.5),
      to: change.latest,
      judgement: judgement(change, room.better),
      direction: direction(change.effect),
      state: change.state,
      label: free === undefined ? "" : text,
      lane: free ?? 0,
      side,
    };
  });
}

export function lanesOf(rows: readonly ChangeRow[]): number {
  return rows.reduce((most, row) => Math.max(most, row.lane + 1), 0);
}

function labelOf(change: ChangePoint, better: Better): string {
  const text = `${effectSize(change.effect)} ${judgement(change, better)}`;
  return change.state === "suspected" ? `${text}, suspected` : text;
}
