/** Tokens and the service's own state. */
import type * as z from "zod";
import { createToken, listTokens, revokeToken } from "../../actions/tokens.ts";
import { TokenBody, TokenPath } from "../../wire/read.ts";
import { ok, type Route } from "../route.ts";

export const ADMINISTRATION_ROUTES: readonly Route[] = [
  {
    method: "post",
    path: "/v1/tokens",
    id: "createToken",
    summary: "Create a token; the answer is the only place where it is shown",
    tag: "tokens",
    scopes: [],
    body: TokenBody,
    answers: { 201: "The token." },
    async handle(ctx, { caller, body }) {
      return { status: 201, body: await createToken(ctx, caller, body as z.output<typeof TokenBody>) };
    },
  },
  {
    method: "get",
    path: "/v1/tokens",
    id: "listTokens",
    summary: "Who holds which rights",
    tag: "tokens",
    scopes: [],
    answers: { 200: "Tokens without their secrets." },
    async handle(ctx, { caller }) {
      return ok({ items: await listTokens(ctx, caller), next: null });
    },
  },
  {
    method: "delete",
    path: "/v1/tokens/{id}",
    id: "revokeToken",
    summary: "Revoke a token",
    tag: "tokens",
    scopes: [],
    params: TokenPath,
    answers: { 200: "Revoked from now on." },
    async handle(ctx, { caller, params }) {
      await revokeToken(ctx, caller, params["id"] ?? "");
      return ok({ revoked: params["id"] });
    },
  },
  {
    method: "get",
    path: "/healthz",
    id: "healthz",
    summary: "Is the process alive?",
    tag: "operations",
    answers: { 200: "Yes." },
    async handle() {
      return ok({ status: "alive" });
    },
  },
  {
    method: "get",
    path: "/readyz",
    id: "readyz",
    summary: "Can it serve: are migrations applied and does the storage answer?",
    tag: "operations",
    answers: { 200: "Yes.", 503: "Not yet." },
    async handle(ctx) {
      return (await ctx.store.isReady()) ? ok({ status: "ready" }) : { status: 503, body: { status: "starting" } };
    },
  },
];
