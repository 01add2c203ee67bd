/** Releases held against each other. */
import { compareStates } from "../../actions/compare-states.ts";
import { comparedState, releaseState } from "../../actions/compared-state.ts";
import { ComparePath, CompareQuery } from "../../wire/release.ts";
import { ok, type Route } from "../route.ts";

const COMPARISON = "Per series and as geometric means, with intervals.";
const NOT_IN_COMMON = "Nothing was measured in both, in one sentence.";

export const RELEASE_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/releases/{a}/compare/{b}",
    id: "compareReleases",
    summary: "One release against another: what became slower or faster, how sure, and what is known of it",
    tag: "releases",
    params: ComparePath,
    answers: { 200: COMPARISON, 404: "No such release.", 422: NOT_IN_COMMON },
    async handle(ctx, { caller, params }) {
      const a = await releaseState(ctx, caller, params["a"] ?? "");
      const b = await releaseState(ctx, caller, params["b"] ?? "");
      return ok(await compareStates(ctx, caller, a, b));
    },
  },
  {
    method: "get",
    path: "/v1/compare",
    id: "compare",
    summary: "Any two states of the code, each a release, a changeset or the tip of a branch",
    tag: "releases",
    query: CompareQuery,
    answers: { 200: COMPARISON, 404: "Nothing of that name.", 422: NOT_IN_COMMON },
    async handle(ctx, { caller, query }) {
      const base = await comparedState(ctx, caller, String(query["base"]));
      const head = await comparedState(ctx, caller, String(query["head"]));
      return ok(await compareStates(ctx, caller, base, head));
    },
  },
];
