/** How long repeats are kept, and dropping them. */
import type * as z from "zod";
import { applyRetention, readRetention, sayRetention } from "../../actions/retention.ts";
import { RetentionBody, ThinBody } from "../../wire/retention.ts";
import { ok, type Route } from "../route.ts";

export const RETENTION_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/retention",
    id: "readRetention",
    summary: "How long repeats are kept, and of how many runs they were dropped",
    tag: "operations",
    scopes: [],
    answers: { 200: "The policy, what was dropped on which day, and whether the engine is still rewriting files." },
    async handle(ctx, { caller }) {
      return ok(await readRetention(ctx, caller));
    },
  },
  {
    method: "put",
    path: "/v1/retention",
    id: "sayRetention",
    summary: "Say how long repeats are kept; applied once a day, or by POST",
    tag: "operations",
    scopes: [],
    body: RetentionBody,
    answers: { 200: "In force." },
    async handle(ctx, { caller, body }) {
      return ok(await sayRetention(ctx, caller, body as z.output<typeof RetentionBody>));
    },
  },
  {
    method: "post",
    path: "/v1/retention",
    id: "applyRetention",
    summary: "Drop repeats that are older than the policy says, some thousand runs at a time, or count them",
    tag: "operations",
    scopes: [],
    body: ThinBody,
    answers: { 200: "Of how many runs; `more`: the same again goes on.", 409: "No policy is in force." },
    async handle(ctx, { caller, body }) {
      return ok(await applyRetention(ctx, caller, body as z.output<typeof ThinBody>));
    },
  },
];
