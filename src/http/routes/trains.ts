/** Trains of releases. */
import type * as z from "zod";
import { page } from "../../actions/page.ts";
import { listTrains, putTrain } from "../../actions/trains.ts";
import { ListQuery } from "../../wire/read.ts";
import { TrainBody, TrainPath } from "../../wire/train.ts";
import { ok, type Route } from "../route.ts";

export const TRAIN_ROUTES: readonly Route[] = [
  {
    method: "put",
    path: "/v1/trains/{train}",
    id: "putTrain",
    summary: "Plan the releases of a branch: phases, freezes, supported cells, pledges",
    tag: "releases",
    scopes: ["release"],
    params: TrainPath,
    body: TrainBody,
    answers: { 200: "As it stands now.", 422: "Every contradiction is named; nothing was stored." },
    async handle(ctx, { caller, params, body }) {
      return ok(await putTrain(ctx, caller, { ...(body as z.output<typeof TrainBody>), train: params["train"] ?? "" }));
    },
  },
  {
    method: "get",
    path: "/v1/trains",
    id: "listTrains",
    summary: "Trains, each release with its phase today",
    tag: "releases",
    query: ListQuery,
    answers: { 200: "A page of trains." },
    async handle(ctx, { query }) {
      const { limit, cursor } = query as z.output<typeof ListQuery>;
      return ok(page(await listTrains(ctx), ({ train }) => train, { limit, cursor }));
    },
  },
];
