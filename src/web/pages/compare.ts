/** `/compare?base=&head=`: any two states of the code, or two rigs. */
import { comparableNames, compareNamed } from "../../actions/compare-named.ts";
import { compareRigs, rigsNamed } from "../../actions/compare-rigs.ts";
import type { Caller, Context } from "../../actions/context.ts";
import { Fault } from "../../model/fault.ts";
import { comparePage } from "../compare-page.ts";
import { comparedForest, worstFirst } from "../compared-forest.ts";
import type { Page } from "../page.ts";
import { forestPictures } from "../pictures.ts";
import { rigForest } from "../rig-comparison.ts";

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
      return { fault: "", found: { rigs, pictures: await forestPictures(rigForest(rigs)) } };
    }
    const comparison = await compareNamed(ctx, caller, base, head);
    const series = worstFirst(comparison.series);
    return {
      fault: "",
      found: { comparison, pictures: await forestPictures(comparedForest({ ...comparison, series })) },
    };
  } catch (error) {
    if (error instanceof Fault && (error.code === "not_found" || error.code === "invalid"))
      return { fault: error.message, found: null };
    throw error;
  }
}
