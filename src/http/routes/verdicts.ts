/** Verdicts: what was said of a changeset. */
import { verdictHistory } from "../../actions/verdict-history.ts";
import { ShaPath } from "../../wire/read.ts";
import { ok, type Route } from "../route.ts";

export const VERDICT_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/changesets/{sha}/verdict/history",
    id: "verdictHistory",
    summary: "Every verdict that the changeset ever had, oldest first",
    tag: "changesets",
    params: ShaPath,
    answers: { 200: "The verdicts; `hidden` counts those that rest on private rigs." },
    async handle(ctx, { caller, params }) {
      return ok(await verdictHistory(ctx, caller, params["sha"] ?? ""));
    },
  },
];
