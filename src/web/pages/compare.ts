/** `/compare?base=&head=`: any two states of the code, or two rigs. */
import { forest } from "../../actions/charts/forest.ts";
import { comparableNames, compareNamed } from "../../actions/compare-named.ts";
import { compareRigs, rigsNamed } from "../../actions/compare-rigs.ts";
import { comparedForest, worstFirst } from "../../actions/compared-forest.ts";
import type { Caller, Context } from "../../actions/context.ts";
import { rigForest } from "../../actions/rig-forest.ts";
import { Fault } from "../../model/fault.ts";
import { comparePage } from "../compare-page.ts";
import type { Page } from "../page.ts";
import { pictures } from "../pictures.ts";

export const COMPARE: Page = {
  path: "/compare",
  async draw(ctx, { caller, query }) {
    const [base, head] = [(query["base"] ?? "").trim(), (query["head"] ?? "").trim()];
    const names = await comparableNames(ctx, caller);
    if (base === "" || head === "") return comparePage({ base, head, names, fault: "", found: null });
    return comparePage({ base, head, names, ...(await found(ctx, caller, base, head)) });
  },
};

/** What cannot be compared is said beside the form that chooses anew. */
async function found(ctx: Context, caller: Caller, base: string, head: string) {
  try {
    const named = await rigsNamed(ctx, base, head);
    if (named !== null) {
      const rigs = await compareRigs(ctx, caller, named.base, named.head);
      return { fault: "", found: { rigs, pictures: await pictures(forest.of(rigForest(rigs))) } };
    }
    const comparison = await compareNamed(ctx, caller, base, head);
    const series = worstFirst(comparison.series);
    return {
      fault: "",
      found: { comparison, pictures: await pictures(forest.of(comparedForest({ ...comparison, series }))) },
    };
  } catch (error) {
    if (error instanceof Fault && (error.code === "not_found" || error.code === "invalid"))
      return { fault: error.message, found: null };
    throw error;
  }
}
