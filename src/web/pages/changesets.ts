/** `/changesets?branch=&verdict=&after=`: what landed on a branch and what wants to, with the gate's word for each. */
import type { ChangesetsAsk } from "../../actions/list-changesets.ts";
import { listChangesets, settleChangesets } from "../../actions/list-changesets.ts";
import { oneOf } from "../asked.ts";
import { CHANGESET_VERDICTS, changesetsPage } from "../changesets-page.ts";
import type { Page, PageCall } from "../page.ts";

export const CHANGESETS: Page = {
  path: "/changesets",
  settle: (ctx, { caller, query }) => settleChangesets(ctx, caller, askOf(query).ask),
  async draw(ctx, { caller, query }) {
    const { ask, verdict } = askOf(query);
    return changesetsPage({ ...(await listChangesets(ctx, caller, ask)), verdict, isFurther: ask.after !== undefined });
  },
};

function askOf(query: PageCall["query"]): { readonly ask: ChangesetsAsk; readonly verdict: string } {
  const verdict = oneOf(query, "verdict", CHANGESET_VERDICTS, "all");
  const { branch, after } = query;
  return { ask: { branch, after, verdict: verdict === "all" ? undefined : verdict }, verdict };
}
