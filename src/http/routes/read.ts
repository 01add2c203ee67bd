/** What anybody may read. */

import { announcedOfSeries } from "../../actions/announced-of-series.ts";
import { visibleChangesets } from "../../actions/hidden-changesets.ts";
import { judgeAgainst } from "../../actions/judge-against.ts";
import { judgeChangeset } from "../../actions/judge-changeset.ts";
import { newestPoints } from "../../actions/newest-points.ts";
import { page } from "../../actions/page.ts";
import { readChangeset } from "../../actions/read-changeset.ts";
import { readRun } from "../../actions/read-run.ts";
import { changeCandidates, oneSeries, seriesHistory, visibleSeries } from "../../actions/read-series.ts";
import { listRigs } from "../../actions/rig-away.ts";
import { isAcrossEpochs } from "../../actions/rig-changed.ts";
import { listed } from "../../actions/run-lists.ts";
import {
  ListQuery,
  PointsQuery,
  RunPath,
  SeriesListQuery,
  SeriesPath,
  SeriesQuery,
  ShaPath,
  VerdictQuery,
} from "../../wire/read.ts";
import { type Call, ok, type Route } from "../route.ts";

const paging = ({ query }: Call) => ({
  limit: query["limit"] as number,
  cursor: query["cursor"] as string | undefined,
});
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const READ_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/series",
    id: "listSeries",
    summary: "Series, by benchmark, metric and rig",
    tag: "series",
    query: SeriesListQuery,
    answers: { 200: "A page of series." },
    async handle(ctx, call) {
      const wanted = textOf(call.query["q"])?.toLowerCase() ?? "";
      const rig = textOf(call.query["rig"]);
      const all = await visibleSeries(ctx, call.caller);
      const matching = all.filter(
        (series) =>
          (rig === undefined || series.rig === rig) &&
          `${series.benchmark} ${series.metric} ${series.rig}`.toLowerCase().includes(wanted),
      );
      return ok(page(matching, ({ id }) => id, paging(call)));
    },
  },
  {
    method: "get",
    path: "/v1/series/{id}/points",
    id: "seriesPoints",
    summary: "Runs of a series in landing order, page by page or the last ones",
    tag: "series",
    params: SeriesPath,
    query: PointsQuery,
    answers: { 200: "A page of points." },
    async handle(ctx, call) {
      const series = await oneSeries(ctx, call.caller, call.params["id"] ?? "");
      const wanted = textOf(call.query["branch"]);
      const last = call.query["last"];
      if (typeof last === "number")
        return ok({ series, ...(await newestPoints(ctx, series, last, wanted)), next: null });
      const { points, branch } = await seriesHistory(ctx, series, wanted);
      const { items, next } = page(points, ({ run }) => run, paging(call));
      return ok({ series, branch, points: items, next });
    },
  },
  {
    method: "get",
    path: "/v1/series/{id}/changes",
    id: "seriesChanges",
    summary: "Change points of a series, with their states and levels",
    tag: "series",
    params: SeriesPath,
    query: SeriesQuery,
    answers: { 200: "Change points, each with its changesets." },
    async handle(ctx, call) {
      const series = await oneSeries(ctx, call.caller, call.params["id"] ?? "");
      const history = await seriesHistory(ctx, series, textOf(call.query["branch"]));
      const { changesets, analysis, branch } = history;
      const { ofChanges, withdrawn } = await announcedOfSeries(ctx, history);
      const changes = analysis.changes.map((change, nth) => ({
        ...change,
        sha: changesets[change.index]?.sha,
        candidates: changeCandidates(history, change),
        rigChanged: isAcrossEpochs(history.epochs, change),
        announced: ofChanges[nth] ?? null,
      }));
      return ok({ series, branch, changes, withdrawn, levels: analysis.levels, findings: analysis.findings });
    },
  },
  {
    method: "get",
    path: "/v1/runs/{id}",
    id: "getRun",
    summary: "A run document as it was posted",
    tag: "series",
    params: RunPath,
    answers: { 200: "The document.", 404: "No such run." },
    async handle(ctx, { caller, params }) {
      return ok(await readRun(ctx, caller, params["id"] ?? ""));
    },
  },
  {
    method: "get",
    path: "/v1/changesets",
    id: "listChangesets",
    summary: "Known changesets",
    tag: "changesets",
    query: ListQuery,
    answers: { 200: "A page of changesets." },
    async handle(ctx, call) {
      return ok(page(await visibleChangesets(ctx, call.caller), ({ sha }) => sha, paging(call)));
    },
  },
  {
    method: "get",
    path: "/v1/changesets/{sha}",
    id: "getChangeset",
    summary: "What is known of a changeset; the sha may be abbreviated",
    tag: "changesets",
    params: ShaPath,
    answers: { 200: "The changeset.", 404: "No such changeset." },
    async handle(ctx, { caller, params }) {
      return ok(await readChangeset(ctx, caller, params["sha"] ?? ""));
    },
  },
  {
    method: "get",
    path: "/v1/changesets/{sha}/verdict",
    id: "verdict",
    summary: "May this changeset land? With the evidence, and what would settle it",
    tag: "changesets",
    params: ShaPath,
    query: VerdictQuery,
    answers: { 200: "The verdict; an unknown sha is not_measured.", 404: "No such release to be held against." },
    async handle(ctx, { caller, params, query }) {
      const against = textOf(query["against"]);
      const sha = params["sha"] ?? "";
      const verdict =
        against === undefined ? judgeChangeset(ctx, caller, sha) : judgeAgainst(ctx, caller, sha, against);
      return ok(listed(await verdict));
    },
  },
  {
    method: "get",
    path: "/v1/rigs",
    id: "listRigs",
    summary: "Registered rigs, those that are away marked",
    tag: "rigs",
    query: ListQuery,
    answers: { 200: "A page of rigs." },
    async handle(ctx, call) {
      return ok(page(await listRigs(ctx, call.caller), ({ rig }) => rig, paging(call)));
    },
  },
  {
    method: "get",
    path: "/v1/releases",
    id: "listReleases",
    summary: "Releases",
    tag: "releases",
    query: ListQuery,
    answers: { 200: "A page of releases." },
    async handle(ctx, call) {
      return ok(page([...(await ctx.known.releases()).values()], ({ tag }) => tag, paging(call)));
    },
  },
];
