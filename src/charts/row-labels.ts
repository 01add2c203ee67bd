/** Where do the names of rows stand? Left of them where there is room, above them on a phone: cut short they name nothing. */

export interface RowLabels {
  /** Rows that the axis names, by index. */
  readonly places: readonly number[];
  /** Names that stand above their rows. */
  readonly names: readonly { readonly at: number; readonly text: string }[];
  /** Pixels of a row, its name included. */
  readonly row: number;
  /** How far below the middle of its row, in rows, stands what is drawn. */
  readonly down: number;
}

/** Pixels that a name above its row takes. */
const NAME = 18;

/** `row`: pixels of a row without its name. */
export function rowLabels(
  labels: readonly string[],
  { isNarrow, row }: { readonly isNarrow: boolean; readonly row: number },
): RowLabels {
  if (!isNarrow) return { places: labels.map((_, index) => index), names: [], row, down: 0 };
  const whole = row + NAME;
  const at = NAME / 2 / whole - 0.5 + 1 / whole;
  return {
    places: [],
    names: labels.map((text, index) => ({ at: index + at, text })),
    row: whole,
    down: 0.5 - row / 2 / whole,
  };
}
