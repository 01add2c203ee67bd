/** Releases held against each other. */
import type * as z from "zod";
import { backportParity } from "../../actions/backport-parity.ts";
import { compareNamed } from "../../actions/compare-named.ts";
import { compareStates } from "../../actions/compare-states.ts";
import { releaseState } from "../../actions/compared-state.ts";
import { releaseReport } from "../../actions/release-report.ts";
import { releaseReportText } from "../../actions/release-report-text.ts";
import { releaseVerdict } from "../../actions/release-verdict.ts";
import { ReleasePath } from "../../wire/changeset.ts";
import { AgainstQuery, ComparePath, CompareQuery, ParityQuery } from "../../wire/release.ts";
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
    path: "/v1/releases/{tag}/verdict",
    id: "releaseVerdict",
    summary: "Is this release slower than the one before it? With its creep budget and its coverage",
    tag: "releases",
    params: ReleasePath,
    query: AgainstQuery,
    answers: { 200: "The verdict.", 404: "No such release.", 422: "No release is known before it." },
    async handle(ctx, { caller, params, query }) {
      const { against } = query as z.output<typeof AgainstQuery>;
      return ok(await releaseVerdict(ctx, caller, params["tag"] ?? "", against));
    },
  },
  {
    method: "get",
    path: "/v1/releases/{tag}/report.json",
    id: "releaseReport",
    summary: "Everything that is told of a release: verdict, means, changes, budget, coverage, hours, notes",
    tag: "releases",
    params: ReleasePath,
    query: AgainstQuery,
    answers: { 200: "The report, as far as the reader may see it.", 404: "No such release." },
    async handle(ctx, { caller, params, query }) {
      const { against } = query as z.output<typeof AgainstQuery>;
      return ok(await releaseReport(ctx, caller, params["tag"] ?? "", against));
    },
  },
  {
    method: "get",
    path: "/v1/releases/{tag}/report.md",
    id: "releaseReportMarkdown",
    summary: "The report in Markdown; as one self-contained page it is at report.html",
    tag: "releases",
    params: ReleasePath,
    query: AgainstQuery,
    answers: { 200: "Markdown.", 404: "No such release." },
    async handle(ctx, { caller, params, query }) {
      const { against } = query as z.output<typeof AgainstQuery>;
      const text = releaseReportText(await releaseReport(ctx, caller, params["tag"] ?? "", against));
      return { status: 200, text, type: "text/markdown; charset=utf-8" };
    },
  },
  {
    method: "get",
    path: "/v1/releases/{tag}/parity",
    id: "backportParity",
    summary: "Changes of the mainline that are on a maintenance branch, by Change-Id, with their effect on both",
    tag: "releases",
    params: ReleasePath,
    query: ParityQuery,
    answers: { 200: "Ported changes, and those left out.", 404: "No such release.", 422: "No maintenance branch." },
    async handle(ctx, { caller, params, query }) {
      const mainline = (query as z.output<typeof ParityQuery>).with;
      return ok(await backportParity(ctx, caller, params["tag"] ?? "", mainline));
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
      return ok(await compareNamed(ctx, caller, String(query["base"]), String(query["head"])));
    },
  },
];
