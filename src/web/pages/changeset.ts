/** `/changesets/:sha?ordered=`: may it land, why, and what a reader may do about it. */
import { changesetActs } from "../../actions/changeset-acts.ts";
import { forest } from "../../actions/charts/forest.ts";
import type { Caller, Context } from "../../actions/context.ts";
import { judgeChangeset } from "../../actions/judge-changeset.ts";
import { showChangeset } from "../../actions/show-changeset.ts";
import { forestOf } from "../../actions/verdict-forest.ts";
import { changesetPage } from "../changeset-page.ts";
import { chartSections } from "../chart-section.ts";
import type { Html } from "../html.ts";
import type { Page } from "../page.ts";
import { pictures } from "../pictures.ts";

export const CHANGESET: Page = {
  path: "/changesets/:sha",
  settle: (ctx, { caller, params }) => judgeChangeset(ctx, caller, params["sha"] ?? ""),
  draw: async (ctx, { caller, params, query }) =>
    await drawChangeset(
      ctx,
      caller,
      params["sha"] ?? "",
      query["ordered"] === undefined ? {} : { ordered: query["ordered"] },
    ),
};

/** `ordered`: the order that was just made; `fault`: what was refused just now. */
export async function drawChangeset(
  ctx: Context,
  caller: Caller,
  sha: string,
  { ordered, fault = "" }: { readonly ordered?: string; readonly fault?: string },
): Promise<Html> {
  const shown = await showChangeset(ctx, caller, sha);
  const acts = { ...(await changesetActs(ctx, caller, shown.verdict, ordered)), fault };
  const charts = await chartSections(ctx, { caller, params: { sha }, query: {} }, "/changesets/:sha");
  return changesetPage({ ...shown, acts, charts, pictures: await pictures(forest.of(forestOf(shown))) });
}
