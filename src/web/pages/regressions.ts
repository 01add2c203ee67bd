/** `/regressions?state=&kind=&q=`: what people triage. */
import { announcedChanges } from "../../actions/announce-changes.ts";
import { type Caller, type Context, isAdmin } from "../../actions/context.ts";
import { listRegressions } from "../../actions/list-regressions.ts";
import { REGRESSION_STATES } from "../../model/regression.ts";
import { oneOf } from "../asked.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { regressionsPage } from "../regressions-page.ts";

export const REGRESSIONS: Page = {
  path: "/regressions",
  settle: announcedChanges,
  draw: async (ctx, { caller, query }) => await drawRegressions(ctx, caller, query, ""),
};

export async function drawRegressions(
  ctx: Context,
  caller: Caller,
  query: Readonly<Record<string, string>>,
  fault: string,
): Promise<Html> {
  const state = oneOf(query, "state", ["all", ...REGRESSION_STATES], "open");
  const kind = oneOf(query, "kind", ["worse", "improvement", "all"], "worse");
  const { q = "" } = query;
  const all = await listRegressions(ctx, caller, {
    ...(state !== "all" && { states: [state] }),
    ...(q !== "" && { q: q.slice(0, 200) }),
  });
  const found = all.filter((one) => kind === "all" || (one.kind === "improvement") === (kind === "improvement"));
  const mayTriage = isAdmin(caller) || caller.scopes.includes("triage");
  return regressionsPage({ query: { state, kind, q }, found, mayTriage, fault });
}
