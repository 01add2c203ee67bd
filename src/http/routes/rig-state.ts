/** What rigs gave, and when they cannot. */
import type * as z from "zod";
import { compareRigs } from "../../actions/compare-rigs.ts";
import { setAway } from "../../actions/rig-away.ts";
import { rigHours } from "../../actions/rig-hours.ts";
import { AwayBody, RigPath } from "../../wire/changeset.ts";
import { HoursQuery } from "../../wire/hours.ts";
import { ok, type Route } from "../route.ts";

export const RIG_STATE_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/rigs/{rig}/compare/{other}",
    id: "compareRigs",
    summary:
      "How much faster one rig is than another with the same code: a question about hardware, which gates nothing",
    tag: "rigs",
    params: RigPath.extend({ other: RigPath.shape.rig }),
    answers: { 200: "Every series of both, at its newest level.", 404: "No such rig.", 422: "Twice the same rig." },
    async handle(ctx, { caller, params }) {
      return ok(await compareRigs(ctx, caller, params["rig"] ?? "", params["other"] ?? ""));
    },
  },
  {
    method: "get",
    path: "/v1/hours",
    id: "rigHours",
    summary: "Hours in which rigs were busy, by rig, vendor, cause, changeset or release",
    tag: "rigs",
    query: HoursQuery,
    answers: { 200: "Largest first, with the total; runs that overlap count once, runs without an end apart." },
    async handle(ctx, { caller, query }) {
      return ok(await rigHours(ctx, caller, query as z.output<typeof HoursQuery>));
    },
  },
  {
    method: "put",
    path: "/v1/rigs/{rig}/away",
    id: "setAway",
    summary: "Say until when a rig cannot measure; no required cell waits for it meanwhile",
    tag: "rigs",
    scopes: ["rig-admin:<vendor>", "rig:<name>"],
    params: RigPath,
    body: AwayBody,
    answers: { 200: "As it stands now.", 404: "No such rig." },
    async handle(ctx, { caller, params, body }) {
      return ok(await setAway(ctx, caller, params["rig"] ?? "", body as z.output<typeof AwayBody>));
    },
  },
];
