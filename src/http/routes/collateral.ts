/** The evidence pack of a landing. As a page it is drawn by the pages' room, at collateral.html. */
import { collateralOf } from "../../actions/collateral.ts";
import { collateralText } from "../../actions/collateral-text.ts";
import { ShaPath } from "../../wire/read.ts";
import { ok, type Route } from "../route.ts";

const json = (path: string, id: string): Route => ({
  method: "get",
  path,
  id,
  summary: "Landing, evidence, verdict and their hashes; tarnish verify FILE recomputes the verdict from it",
  tag: "changesets",
  params: ShaPath,
  answers: { 200: "The collateral, as far as the reader may see it." },
  async handle(ctx, { caller, params }) {
    return ok(await collateralOf(ctx, caller, params["sha"] ?? ""));
  },
});

export const COLLATERAL_ROUTES: readonly Route[] = [
  json("/v1/changesets/{sha}/collateral", "collateral"),
  json("/v1/changesets/{sha}/collateral.json", "collateralJson"),
  {
    method: "get",
    path: "/v1/changesets/{sha}/collateral.md",
    id: "collateralMarkdown",
    summary: "The collateral in Markdown, to be pasted where the landing is discussed",
    tag: "changesets",
    params: ShaPath,
    answers: { 200: "Markdown." },
    async handle(ctx, { caller, params }) {
      const text = collateralText(await collateralOf(ctx, caller, params["sha"] ?? ""));
      return { status: 200, text, type: "text/markdown; charset=utf-8" };
    },
  },
];
