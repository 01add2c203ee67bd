/** The history itself: a feed that proves itself, signed checkpoints of it, and the key that they are signed with. */
import { publicKey, wholeCheckpoint } from "../../actions/checkpoint.ts";
import { readLog } from "../../actions/read-log.ts";
import { LogQuery } from "../../wire/read.ts";
import { ok, type Route } from "../route.ts";

export const LOG_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/log",
    id: "log",
    summary: "Everything accepted, in order, as a hash-chained feed",
    tag: "log",
    query: LogQuery,
    answers: {
      200: "One event a line, hidden ones as their hash; now and then a cursor to go on from, with a signed checkpoint. Compressed for those who accept gzip.",
    },
    async handle(ctx, { caller, query, request }) {
      const { after, wait = 0, ...slice } = query as { after?: string; wait?: number };
      const { signal } = request.raw;
      return { status: 200, lines: readLog(ctx, caller, { after, wait: wait * 1000, slice, signal }) };
    },
  },
  {
    method: "get",
    path: "/v1/log/checkpoint",
    id: "logCheckpoint",
    summary: "How far every chain of the log has come, signed",
    tag: "log",
    answers: { 200: "The checkpoint.", 404: "This service has no key." },
    async handle(ctx) {
      return ok(await wholeCheckpoint(ctx));
    },
  },
  {
    method: "get",
    path: "/v1/log/key",
    id: "logKey",
    summary: "The public key that checkpoints are signed with (Ed25519, 32 bytes, base64url)",
    tag: "log",
    answers: { 200: "The key.", 404: "This service has no key." },
    async handle(ctx) {
      return ok(publicKey(ctx));
    },
  },
];
