/** Work orders as they cross the border. */
import * as z from "zod";
import { line, name, rigName, sha } from "./parts.ts";
import { ListQuery } from "./read.ts";

const orderId = z.string().regex(/^[0-9a-f]{32}$/, "must be an order's id: 32 hex digits");

export const WorkPath = z.object({ id: orderId });

export const WorkQuery = ListQuery.extend({
  rig: rigName.optional(),
  suite: name.optional(),
  /** all: those that are over, too, newest first. */
  state: z.enum(["open", "all"], { error: "must be open or all" }).default("open"),
});

export const AuditsQuery = z.object({ release: name.optional(), rig: rigName.optional() });

const lease = z
  .uuid()
  .describe("Chosen by the rig: the same one again renews the lease, so that a retry changes nothing.");

export const LeaseBody = z
  .strictObject({
    lease,
    seconds: z.int().min(1).max(3600).default(600).describe("How long it lasts without being renewed."),
  })
  .meta({ id: "Lease", description: "A rig's right to do an order, until a time." });

export const LeaseQuery = z.object({ lease });

export const CompletionBody = z
  .strictObject({
    lease,
    outcome: z.enum(["done", "failed"], { error: "must be done or failed" }),
    why: line(1000).default("all sessions are measured"),
    runs: z
      .array(z.uuid())
      .max(10_000)
      .default([])
      .describe("Ids of the runs that it brought; they are posted before."),
  })
  .meta({ id: "Completion", description: "What became of an order." });

export const OrderBody = z
  .strictObject({
    rig: rigName,
    suite: name,
    sha,
    baseline: sha.optional().describe("A second changeset that takes turns with it."),
    runs: z.int().min(1).max(1000).default(3),
    blocks: z.int().min(1).max(100).default(1),
    why: line(1000).default("somebody asked for it"),
  })
  .refine(({ sha: own, baseline }) => own !== baseline, { path: ["baseline"], error: "must be another changeset" })
  .refine(({ runs, blocks }) => blocks <= runs, { path: ["blocks"], error: "must not be more than the runs" })
  .meta({ id: "Order", description: "Runs that a person wants of a rig." });

export const CancelBody = z
  .strictObject({ why: line(1000) })
  .meta({ id: "Cancel", description: "Why nobody needs it." });
