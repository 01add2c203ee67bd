/** States of a rig, and their acceptance as epochs. */
import type * as z from "zod";
import { acceptState, readEpochs } from "../../actions/rig-epochs.ts";
import { RigPath } from "../../wire/changeset.ts";
import { EpochBody } from "../../wire/epoch.ts";
import { ok, type Route } from "../route.ts";

export const EPOCH_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/rigs/{rig}/epochs",
    id: "rigEpochs",
    summary: "States that the rig was in, their epochs, and the drifts that nobody accepted yet",
    tag: "rigs",
    params: RigPath,
    answers: { 200: "States in the order in which they were first seen.", 404: "No such rig." },
    async handle(ctx, { caller, params }) {
      return ok(await readEpochs(ctx, caller, params["rig"] ?? ""));
    },
  },
  {
    method: "put",
    path: "/v1/rigs/{rig}/epochs",
    id: "acceptState",
    summary: "Accept a state of the rig: comparisons across it are carried over by bridges from now on",
    tag: "rigs",
    scopes: ["triage", "rig-admin:<vendor>"],
    params: RigPath,
    body: EpochBody,
    answers: { 200: "As it stands now." },
    async handle(ctx, { caller, params, body }) {
      const sent = body as z.output<typeof EpochBody>;
      return ok(await acceptState(ctx, caller, { ...sent, rig: params["rig"] ?? "" }));
    },
  },
];
