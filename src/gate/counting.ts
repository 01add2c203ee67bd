/** Which series may hold a landing back. */
import type { SeriesVerdict } from "../model/verdict.ts";
import type { JudgedSeries } from "./series-verdict.ts";

export type WithVerdict = JudgedSeries & { readonly verdict: SeriesVerdict };

/** Required series count always, gating ones when present, advisory ones (demoted included) never. */
export function counts({ verdict, looks }: WithVerdict): boolean {
  if (verdict.role === "advisory") return false;
  return verdict.role === "required" || looks.kind !== "unmeasured";
}
