/** Copies of the history on other hosts: what this one is, and how a mirror takes over. */
import { demand } from "../../actions/context.ts";
import { listConflicts, type Reach, recordMerge } from "../../actions/merges.ts";
import { promoteMirror, toldState } from "../../actions/mirror.ts";
import { takeLog } from "../../actions/take-log.ts";
import { LogLineBody } from "../../wire/log.ts";
import { MergeBody, PromotionBody } from "../../wire/mirror.ts";
import { answeredLog } from "../log-intake.ts";
import { ok, type Route } from "../route.ts";

export const MIRROR_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/mirror",
    id: "mirror",
    summary: "Is this service the writer, a mirror, or replaced: by whom, how far behind, in which term?",
    tag: "log",
    answers: { 200: "Its role; of a mirror its lag in seconds. Of two hosts the one of the later term is the writer." },
    async handle(ctx) {
      return ok(await toldState(ctx));
    },
  },
  {
    method: "post",
    path: "/v1/mirror/promote",
    id: "promoteMirror",
    summary: "Make this mirror the writer",
    tag: "log",
    scopes: [],
    body: PromotionBody,
    answers: { 200: "It takes writes from now on.", 409: "The writer still answers." },
    async handle(ctx, { caller, body }) {
      return ok(await promoteMirror(ctx, caller, (body as { force: boolean }).force));
    },
  },
  {
    method: "get",
    path: "/v1/mirror/conflicts",
    id: "listConflicts",
    summary:
      "What two hosts said otherwise, each alone, of runs and of everything else; which of them counts, by which rule",
    tag: "log",
    scopes: ["mirror"],
    answers: { 200: "All of them, oldest first." },
    async handle(ctx, { caller }) {
      return ok({ items: await listConflicts(ctx, caller), next: null });
    },
  },
  {
    method: "post",
    path: "/v1/mirror/merges",
    id: "recordMerge",
    summary: "A host comes back: how far its chains have come, before it gives what only it has",
    tag: "log",
    scopes: [],
    body: MergeBody,
    answers: { 200: "What only it has, and what only this host has; what both say of the same things is listed." },
    async handle(ctx, { caller, body }) {
      return ok(await recordMerge(ctx, caller, (body as { heads: readonly Reach[] }).heads));
    },
  },
  {
    method: "post",
    path: "/v1/log",
    id: "adoptLog",
    summary: "Take lines of another service's log as they are; what is here already stays as it is",
    tag: "log",
    scopes: [],
    body: LogLineBody,
    takesLines: true,
    readsBody: true,
    answers: {
      200: "A line for each part that was stored: how many events, how many of them new, and runs that were accepted on both sides with other content. Of a fault after the first part the last line is the problem.",
      422: "The first event that cannot be proven is named; nothing of its link and of what follows it was stored.",
    },
    async handle(ctx, { caller, request }) {
      demand(caller); // before anything is read
      return { status: 200, lines: answeredLog(request, (lines) => takeLog(ctx, caller, lines)) };
    },
  },
];
