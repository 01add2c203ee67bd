/** Runs as a list, and those that must not count any more. */
import type * as z from "zod";
import { listRuns, type RunsAsked } from "../../actions/list-runs.ts";
import { listRetractions, retractRuns, withdrawRetraction } from "../../actions/retract-runs.ts";
import { RetractionBody, RetractionPath, RunsQuery, WithdrawalBody } from "../../wire/retraction.ts";
import { ok, type Route } from "../route.ts";

const MAY_RETRACT = ["triage", "rig-admin:<vendor>"];

export const RUN_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/runs",
    id: "listRuns",
    summary: "Runs, newest first, with the reason of those that do not count",
    tag: "runs",
    query: RunsQuery,
    answers: { 200: "A page of runs." },
    async handle(ctx, { caller, query }) {
      return ok(await listRuns(ctx, caller, query as unknown as RunsAsked));
    },
  },
  {
    method: "get",
    path: "/v1/retractions",
    id: "listRetractions",
    summary: "Which runs were retracted, and why",
    tag: "runs",
    answers: { 200: "Retractions, those withdrawn included." },
    async handle(ctx, { caller }) {
      return ok({ items: await listRetractions(ctx, caller), next: null });
    },
  },
  {
    method: "post",
    path: "/v1/retractions",
    id: "retractRuns",
    summary: "Retract what a rig measured over a stretch of time; the answer names the landings that relied on it",
    tag: "runs",
    scopes: MAY_RETRACT,
    body: RetractionBody,
    answers: { 201: "Retracted: verdicts and change points no longer count these runs." },
    async handle(ctx, { caller, body }) {
      return { status: 201, body: await retractRuns(ctx, caller, body as z.output<typeof RetractionBody>) };
    },
  },
  {
    method: "post",
    path: "/v1/retractions/{id}/withdraw",
    id: "withdrawRetraction",
    summary: "Withdraw a retraction that was a mistake: its runs count again",
    tag: "runs",
    scopes: MAY_RETRACT,
    params: RetractionPath,
    body: WithdrawalBody,
    answers: { 200: "Withdrawn.", 404: "No such retraction.", 409: "Withdrawn already." },
    async handle(ctx, { caller, params, body }) {
      const { reason } = body as z.output<typeof WithdrawalBody>;
      return ok(await withdrawRetraction(ctx, caller, params["id"] ?? "", reason));
    },
  },
];
