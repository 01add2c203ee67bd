/** How much of a release's creep budget is spent, by waivers and by small steps that were each let through? */

import { budgetMark } from "./creep-budget.ts";

/** Logs that add up to the budget may miss it by the last digit. */
const ROUNDING = 1e-9;

export interface Spending {
  /** 16 hex digits. */
  readonly series: string;
  /** "write.bandwidth of ior-easy on lab". */
  readonly name: string;
  readonly by: "waiver" | "step";
  readonly sha: string;
  /** On the log scale; positive is worse. An improvement gives back what was spent, and no more. */
  readonly worsening: number;
}

export interface SpentSeries {
  readonly series: string;
  readonly name: string;
  /** As a fraction: 0.03 is 3 % worse. */
  readonly spent: number;
  /** Of the budget. */
  readonly share: number;
  readonly by: readonly Spending[];
}

export interface Creep {
  /** As a fraction. */
  readonly budget: number;
  /** Of the series that has spent most, in parts of the budget. */
  readonly share: number;
  /** The last mark that was reached, in per cent. */
  readonly mark: number;
  /** Those that spent something, most first. */
  readonly series: readonly SpentSeries[];
  /** One sentence. */
  readonly text: string;
}

/**
 * Every series has the whole budget for itself: a release is as slow as its slowest part. Steps multiply, so their logs
 * add up: five steps of 1 % spend 5.1 %. `spendings` come in landing order.
 */
export function creepBudget(spendings: readonly Spending[], budget: number): Creep {
  const bySeries = new Map<string, Spending[]>();
  for (const one of spendings) bySeries.set(one.series, [...(bySeries.get(one.series) ?? []), one]);
  const series = [...bySeries.values()]
    .map((by) => spentBy(by, budget))
    .filter(({ spent }) => spent > 0)
    .sort((a, b) => b.share - a.share || (a.series < b.series ? -1 : 1));
  const share = series[0]?.share ?? 0;
  const mark = 100 * budgetMark(share + ROUNDING);
  return { budget, share, mark, series, text: creepWords(series, budget) };
}

function spentBy(by: readonly Spending[], budget: number): SpentSeries {
  const worsening = by.reduce((sum, one) => Math.max(0, sum + one.worsening), 0);
  const { series = "", name = "" } = by[0] ?? {};
  return { series, name, spent: Math.expm1(worsening), share: worsening / Math.log1p(budget), by };
}

function creepWords(series: readonly SpentSeries[], budget: number): string {
  const [worst] = series;
  if (worst === undefined) return `Nothing of the creep budget of ${percent(budget)} is spent.`;
  const more = series.length - 1;
  const others = more === 0 ? "" : `; ${more} more series spent less`;
  const state =
    worst.share >= 1 - ROUNDING
      ? "the creep budget is spent"
      : `${Math.round(worst.share * 100)} % of the creep budget`;
  return `${worst.name} became ${percent(worst.spent)} worse of the ${percent(budget)} allowed: ${state}${others}.`;
}

const percent = (fraction: number): string => `${Number((fraction * 100).toPrecision(2))} %`;
