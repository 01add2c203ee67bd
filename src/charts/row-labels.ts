/** Where do the names of rows stand? Left of them where there is room, above them on a phone: cut short they name nothing. */
import { shortened } from "./describe.ts";

export interface RowName {
  readonly label: string;
  /** What tells it from others of that name; empty when nothing does. */
  readonly detail: string;
}

export interface RowLabels {
  /** What the axis says of each row, and of which rows it says something. */
  readonly labels: readonly string[];
  readonly places: readonly number[];
  /** Lines that stand above their rows: the detail below the label. */
  readonly names: readonly { readonly at: number; readonly text: string; readonly isDetail: boolean }[];
  /** Pixels of a row, its name included. */
  readonly row: number;
  /** How far below the middle of its row, in rows, stands what is drawn. */
  readonly down: number;
}

/** Pixels that a label above its row takes, and a detail below it. */
const LABEL = 18;
const DETAIL = 14;

/** `row`: pixels of a row without its name; `most`: characters of a name at the axis. */
export function rowLabels(
  rows: readonly RowName[],
  { isNarrow, row, most }: { readonly isNarrow: boolean; readonly row: number; readonly most: number },
): RowLabels {
  const labels = rows.map(({ label, detail }) => shortened(detail === "" ? label : `${label} · ${detail}`, most));
  if (!isNarrow) return { labels, places: rows.map((_, index) => index), names: [], row, down: 0 };
  const detail = rows.some((one) => one.detail !== "") ? DETAIL : 0;
  const whole = row + LABEL + detail;
  const line = (index: number, pixels: number, text: string, isDetail: boolean) =>
    text === "" ? [] : [{ at: index - 0.5 + pixels / whole, text, isDetail }];
  return {
    labels,
    places: [],
    names: rows.flatMap((one, index) => [
      ...line(index, LABEL / 2 + 1, one.label, false),
      ...line(index, LABEL + detail / 2, one.detail, true),
    ]),
    row: whole,
    down: 0.5 - row / 2 / whole,
  };
}
