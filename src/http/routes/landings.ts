/** Landings that are prepared, and waivers that are granted. */
import type * as z from "zod";
import { putPaths } from "../../actions/changeset-paths.ts";
import { grantWaiver, revokeWaiver } from "../../actions/grant-waiver.ts";
import { listLandings, oneLanding, putLanding } from "../../actions/landings.ts";
import { page } from "../../actions/page.ts";
import { creepOfBranch } from "../../actions/read-creep.ts";
import { visibleWaivers } from "../../actions/waivers.ts";
import type { Landing } from "../../model/landing.ts";
import { CreepQuery, LandingBody, LandingPath, PathsBody, WaiverBody, WaiverPath } from "../../wire/landing.ts";
import { ListQuery, ShaPath } from "../../wire/read.ts";
import { type Call, ok, type Route } from "../route.ts";

const paging = ({ query }: Call) => ({
  limit: query["limit"] as number,
  cursor: query["cursor"] as string | undefined,
});

export const LANDING_ROUTES: readonly Route[] = [
  {
    method: "put",
    path: "/v1/landings/{ticket}",
    id: "putLanding",
    summary: "Prepare a landing before its code is measured; what is not sent stays as it is",
    tag: "landings",
    scopes: ["release", "triage"],
    params: LandingPath,
    body: LandingBody,
    answers: { 200: "As it stands now, with what is absent and which expectations came late." },
    async handle(ctx, { caller, params, body }) {
      return ok(await putLanding(ctx, caller, params["ticket"] ?? "", body as Omit<Landing, "ticket">));
    },
  },
  {
    method: "get",
    path: "/v1/landings",
    id: "listLandings",
    summary: "Landings that were prepared",
    tag: "landings",
    query: ListQuery,
    answers: { 200: "A page of landings, by ticket." },
    async handle(ctx, call) {
      return ok(page(await listLandings(ctx, call.caller), ({ ticket }) => ticket, paging(call)));
    },
  },
  {
    method: "get",
    path: "/v1/landings/{ticket}",
    id: "getLanding",
    summary: "A landing: its plan, what is absent, from which release it slipped",
    tag: "landings",
    params: LandingPath,
    answers: { 200: "The landing.", 404: "None is prepared for this ticket." },
    async handle(ctx, { caller, params }) {
      return ok(await oneLanding(ctx, caller, params["ticket"] ?? ""));
    },
  },
  {
    method: "post",
    path: "/v1/changesets/{sha}/waivers",
    id: "grantWaiver",
    summary: "Let a known regression, or a missing measurement, of a changeset through",
    tag: "waivers",
    scopes: ["waive"],
    params: ShaPath,
    body: WaiverBody,
    answers: { 201: "Granted.", 403: "The policy does not let the token's holder waive.", 422: "Nothing of it fails." },
    async handle(ctx, { caller, params, body }) {
      const ask = body as z.output<typeof WaiverBody>;
      const series = ask.series && (JSON.parse(JSON.stringify(ask.series)) as Record<string, never>);
      return { status: 201, body: await grantWaiver(ctx, caller, params["sha"] ?? "", { ...ask, series }) };
    },
  },
  {
    method: "get",
    path: "/v1/waivers",
    id: "listWaivers",
    summary: "Waivers, newest first, expired and revoked ones included",
    tag: "waivers",
    query: ListQuery,
    answers: { 200: "A page of waivers." },
    async handle(ctx, call) {
      return ok(page(await visibleWaivers(ctx, call.caller), ({ id }) => id, paging(call)));
    },
  },
  {
    method: "put",
    path: "/v1/changesets/{sha}/paths",
    id: "putPaths",
    summary: "Say which paths a changeset touches: a policy may tell kinds of landing by them",
    tag: "landings",
    scopes: ["release", "triage"],
    params: ShaPath,
    body: PathsBody,
    answers: { 200: "As they are known now." },
    async handle(ctx, { caller, params, body }) {
      return ok(await putPaths(ctx, caller, params["sha"] ?? "", (body as z.output<typeof PathsBody>).paths));
    },
  },
  {
    method: "get",
    path: "/v1/creep",
    id: "creep",
    summary: "How much of a branch's creep budget is spent since its last release, by waivers and small steps",
    tag: "waivers",
    query: CreepQuery,
    answers: { 200: "The budget, what is spent of it, and by which series." },
    async handle(ctx, { caller, query }) {
      return ok(await creepOfBranch(ctx, caller, query["branch"] as string));
    },
  },
  {
    method: "delete",
    path: "/v1/waivers/{id}",
    id: "revokeWaiver",
    summary: "End a waiver: what it let through counts again",
    tag: "waivers",
    scopes: ["waive"],
    params: WaiverPath,
    answers: { 200: "Revoked from now on.", 404: "No such waiver." },
    async handle(ctx, { caller, params }) {
      return ok(await revokeWaiver(ctx, caller, params["id"] ?? ""));
    },
  },
];
