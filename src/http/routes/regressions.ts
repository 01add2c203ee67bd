/** Regressions: what people triage. */
import type * as z from "zod";
import { listRegressions, oneRegression } from "../../actions/list-regressions.ts";
import { page } from "../../actions/page.ts";
import { showTargets } from "../../actions/show-targets.ts";
import { showWatchdogs } from "../../actions/show-watchdogs.ts";
import { actsOf, triageRegression } from "../../actions/triage-regression.ts";
import { ListQuery } from "../../wire/read.ts";
import { RegressionPath, RegressionsQuery, TriageBody } from "../../wire/regression.ts";
import { ok, type Route } from "../route.ts";

export const REGRESSION_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/watchdogs",
    id: "listWatchdogs",
    summary: "What is wrong with the measuring although nothing fails: silence, one binary, no gate, blind thresholds",
    tag: "messages",
    query: ListQuery,
    answers: { 200: "A page of watchdogs." },
    async handle(ctx, { caller, query }) {
      const { limit, cursor } = query as z.output<typeof ListQuery>;
      return ok(page(await showWatchdogs(ctx, caller), ({ id }) => id, { limit, cursor }));
    },
  },
  {
    method: "get",
    path: "/v1/targets",
    id: "listTargets",
    summary: "Who is told of what happens, and how the messages to each of them fare",
    tag: "messages",
    scopes: ["triage"],
    query: ListQuery,
    answers: { 200: "A page of targets, without their addresses and secrets." },
    async handle(ctx, { caller, query }) {
      const { limit, cursor } = query as z.output<typeof ListQuery>;
      return ok(page(await showTargets(ctx, caller), ({ name }) => name, { limit, cursor }));
    },
  },
  {
    method: "get",
    path: "/v1/regressions",
    id: "listRegressions",
    summary: "Change points brought together by cause, the newest first, with their states; improvements, too",
    tag: "regressions",
    query: RegressionsQuery,
    answers: { 200: "A page of regressions." },
    async handle(ctx, { caller, query }) {
      const { limit, cursor, state, ...filter } = query as z.output<typeof RegressionsQuery>;
      const all = await listRegressions(ctx, caller, { ...filter, states: state });
      return ok(page(all, ({ id }) => id, { limit, cursor }));
    },
  },
  {
    method: "get",
    path: "/v1/regressions/{id}",
    id: "getRegression",
    summary: "One regression with everything that people did about it",
    tag: "regressions",
    params: RegressionPath,
    answers: { 200: "The regression.", 404: "No such regression." },
    async handle(ctx, { caller, params }) {
      const id = params["id"] ?? "";
      return ok({ ...(await oneRegression(ctx, caller, id)), acts: await actsOf(ctx, caller, id) });
    },
  },
  {
    method: "patch",
    path: "/v1/regressions/{id}",
    id: "triageRegression",
    summary: "Say what is to be done about a regression; sent again it changes nothing",
    tag: "regressions",
    scopes: ["triage"],
    params: RegressionPath,
    body: TriageBody,
    answers: { 200: "As it stands now.", 404: "No such regression.", 422: "With every fault named; nothing changed." },
    async handle(ctx, { caller, params, body }) {
      return ok(await triageRegression(ctx, caller, params["id"] ?? "", body as z.output<typeof TriageBody>));
    },
  },
];
