/** What rigs and repositories send. */
import type * as z from "zod";
import { demand } from "../../actions/context.ts";
import type { DigestedRun } from "../../actions/digest-run.ts";
import { ingestRun } from "../../actions/ingest-run.ts";
import { putChangesets } from "../../actions/put-changesets.ts";
import { putRelease } from "../../actions/put-release.ts";
import { putRig } from "../../actions/put-rig.ts";
import { turn } from "../../actions/turn.ts";
import type { Changeset } from "../../model/changeset.ts";
import { ChangesetsBody, ReleaseBody, ReleasePath, RigBody, RigPath } from "../../wire/changeset.ts";
import { RunBody } from "../../wire/run.ts";
import { readRun } from "../read-run.ts";
import { ok, type Route } from "../route.ts";

export const INGEST_ROUTES: readonly Route[] = [
  {
    method: "post",
    path: "/v1/runs",
    id: "postRun",
    summary: "Store a run, or a stream of them, exactly once",
    tag: "ingest",
    scopes: ["rig:<name>"],
    body: RunBody,
    takesLines: true,
    async reads({ sha256 }, bytes, caller) {
      await turn();
      return readRun(bytes, { sha256, admit: ({ rig }) => demand(caller, `rig:${rig}`) });
    },
    answers: {
      201: "Stored durably.",
      200: "The same run again: nothing changed.",
      409: "The id exists with other content.",
      422: "Every fault is named; nothing was stored.",
    },
    async handle(ctx, { caller, body }) {
      const ingested = await ingestRun(ctx, caller, body as DigestedRun);
      return { status: ingested.duplicate ? 200 : 201, body: ingested };
    },
  },
  {
    method: "put",
    path: "/v1/changesets",
    id: "putChangesets",
    summary: "Say what is known of one changeset, or of many",
    tag: "ingest",
    scopes: ["release", "triage"],
    body: ChangesetsBody,
    answers: { 200: "Stored; `changed` counts those that said something new." },
    async handle(ctx, { caller, body }) {
      const sent = body as z.output<typeof ChangesetsBody>;
      const isList = Array.isArray(sent);
      return ok(await putChangesets(ctx, caller, (isList ? sent : [sent]) as Changeset[], isList));
    },
  },
  {
    method: "put",
    path: "/v1/rigs/{rig}",
    id: "putRig",
    summary: "Register a rig, or change what is registered",
    tag: "ingest",
    scopes: ["rig-admin:<vendor>"],
    params: RigPath,
    body: RigBody,
    answers: { 200: "As it stands now." },
    async handle(ctx, { caller, params, body }) {
      return ok(await putRig(ctx, caller, { ...(body as z.output<typeof RigBody>), rig: params["rig"] ?? "" }));
    },
  },
  {
    method: "put",
    path: "/v1/releases/{tag}",
    id: "putRelease",
    summary: "Name a changeset a release",
    tag: "ingest",
    scopes: ["release"],
    params: ReleasePath,
    body: ReleaseBody,
    answers: { 200: "As it stands now." },
    async handle(ctx, { caller, params, body }) {
      return ok(await putRelease(ctx, caller, { ...(body as z.output<typeof ReleaseBody>), tag: params["tag"] ?? "" }));
    },
  },
];
