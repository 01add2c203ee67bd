/** A line of the log as it crosses the border, in both directions. */
import * as z from "zod";
import { instant } from "./parts.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hex digits");
const ordinal = z.int().min(1);
const at = instant.transform((text) => new Date(text));

export const chainPlace = { chain: z.string().regex(/^\d{1,20}$/, "must be an unsigned integer"), sequence: ordinal };

/** Where a page ends, with its signature. */
const PageEnd = z.strictObject({
  cursor: z.string().max(1_000_000),
  waited: z.number().min(0).optional().describe("Milliseconds for which there was nothing to tell before."),
  checkpoint: z
    .strictObject({
      schema: z.string().max(100),
      at: z.string().max(100),
      heads: z.array(z.strictObject({ ...chainPlace, linkHash: hash })).max(1_000_000),
      page: z
        .strictObject({ entries: z.int().min(0), refused: z.array(z.strictObject(chainPlace)).max(1_000_000) })
        .optional(),
      key: z.string().max(1000),
      signature: z.string().max(1000),
    })
    .optional(),
});

const Entry = z
  .strictObject({
    ...chainPlace,
    link: ordinal,
    previousHash: hash,
    linkHash: hash,
    hash,
    version: z.int().min(1).max(1000).default(1).describe("How the hashes are made."),
    seal: hash.optional().describe("Of a hidden event: what its hash is made of beside its instant."),
    at,
    event: z
      .strictObject({
        id: z.uuid(),
        kind: z.string().min(1).max(100),
        key: z.string().max(10_000),
        at,
        who: z.string().max(1000),
        contentHash: hash,
        body: z.unknown(),
      })
      .optional(),
    accepted: z.literal(false).optional(),
    excluded: z.string().max(10_000).optional(),
  })
  .meta({ id: "LogEntry", description: "An event of the log, or, hidden, its hash alone." });

export const LogLineBody = z
  .union([Entry, PageEnd])
  .meta({ id: "LogLine", description: "A line of the log as GET /v1/log answers it: an event, or the end of a page." });
