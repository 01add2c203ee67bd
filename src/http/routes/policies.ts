/** Policies: what the project asks of a landing. */
import * as z from "zod";
import { page } from "../../actions/page.ts";
import { putPolicy } from "../../actions/put-policy.ts";
import { listPolicies, onePolicy } from "../../actions/read-policies.ts";
import { tryPolicy } from "../../actions/try-policy.ts";
import type { PolicyChanges } from "../../model/policy.ts";
import { PolicyBody, PolicyPath, PolicyQuery } from "../../wire/policy.ts";
import { ListQuery } from "../../wire/read.ts";
import { ok, type Route } from "../route.ts";

export const POLICY_ROUTES: readonly Route[] = [
  {
    method: "put",
    path: "/v1/policies/{name}",
    id: "putPolicy",
    summary: "Apply a policy; the same again is no new version",
    tag: "policies",
    scopes: ["release"],
    params: PolicyPath,
    body: PolicyBody,
    answers: { 200: "In force now.", 422: "Every fault is named; nothing was stored." },
    async handle(ctx, { caller, params, body }) {
      return ok(await putPolicy(ctx, caller, params["name"] ?? "", body as PolicyChanges));
    },
  },
  {
    method: "post",
    path: "/v1/policies/replay",
    id: "replayPolicy",
    summary: "Try a policy on every changeset that was judged: what it would have blocked, missed and cost",
    tag: "policies",
    scopes: ["release"],
    body: PolicyBody,
    answers: { 200: "A line for each changeset, beside the policy in force; the last line has the sums." },
    async handle(ctx, { caller, body }) {
      return { status: 200, lines: await tryPolicy(ctx, caller, body as PolicyChanges) };
    },
  },
  {
    method: "get",
    path: "/v1/policies",
    id: "listPolicies",
    summary: "Policies in force",
    tag: "policies",
    query: ListQuery,
    answers: { 200: "A page of policies, each whole." },
    async handle(ctx, { query }) {
      const asked = { limit: query["limit"] as number, cursor: query["cursor"] as string | undefined };
      return ok(page(await listPolicies(ctx), ({ name }) => name, asked));
    },
  },
  {
    method: "get",
    path: "/v1/policies/{name}",
    id: "getPolicy",
    summary: "A policy, whole: what its document leaves out is filled in",
    tag: "policies",
    params: PolicyPath,
    query: PolicyQuery,
    answers: {
      200: "The policy, or the version of it that was asked for.",
      404: "No such policy, or no such version.",
    },
    async handle(ctx, { params, query }) {
      return ok(await onePolicy(ctx, params["name"] ?? "", query["version"] as string | undefined));
    },
  },
  {
    method: "get",
    path: "/v1/schemas/policy",
    id: "policySchema",
    summary: "JSON Schema of a policy document, for editors and checks",
    tag: "policies",
    answers: { 200: "The schema." },
    async handle() {
      return { status: 200, type: "application/schema+json", body: POLICY_SCHEMA };
    },
  },
];

const POLICY_SCHEMA = z.toJSONSchema(PolicyBody, { target: "draft-2020-12", io: "input", unrepresentable: "any" });
