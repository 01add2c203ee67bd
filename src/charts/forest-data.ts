/** What a forest of effects is drawn from: one row a comparison, all on one scale of "how much worse". */

import type { RowName } from "./row-labels.ts";

/** How a comparison reads: which mark and colour it gets; told: of machines, which nobody judges. */
export type ForestWord = "worse" | "suspected" | "open" | "same" | "better" | "told";

export interface ForestRow {
  /** What was compared: benchmark and metric. */
  readonly label: string;
  /** Where and how: the rig, each parameter. */
  readonly details: readonly string[];
  /** How much worse, as a share of the reference: 0.08 is 8 % worse, −0.03 is 3 % better, whichever direction is better. */
  readonly worsening: number;
  /** Ends of the interval of `worsening`. */
  readonly low: number;
  readonly high: number;
  /** The material threshold, as a share; null where nobody set one. */
  readonly material: number | null;
  /** The effect as it was measured: "−8.0 %". */
  readonly effect: string;
  readonly word: ForestWord;
}

export interface ForestChartData {
  /** What is held against what: "5efa0de8fc against its baseline". */
  readonly title: string;
  /** What the axis counts; "worse by" where nothing is said. */
  readonly axis?: string;
  /** The same where there is room for whole names: `axis` where nothing is said. */
  readonly axisInFull?: string;
  /** In the order in which they are shown. */
  readonly rows: readonly ForestRow[];
}

export const detailOf = ({ details }: Pick<ForestRow, "details">): string => details.join(" · ");

/**
 * What rows are called beside one another: a detail that all rows of one label have tells none of them apart, and would
 * cut off what does. A label's only row keeps all of its details.
 */
export function rowNames(rows: readonly Pick<ForestRow, "label" | "details">[]): RowName[] {
  const ofLabel = new Map<string, Pick<ForestRow, "details">[]>();
  for (const row of rows) {
    const alike = ofLabel.get(row.label);
    if (alike) alike.push(row);
    else ofLabel.set(row.label, [row]);
  }
  return rows.map(({ label, details }) => {
    const others = ofLabel.get(label) ?? [];
    const isShared = (detail: string) => others.length > 1 && others.every((one) => one.details.includes(detail));
    return { label, detail: details.filter((detail) => !isShared(detail)).join(" · ") };
  });
}
