/** Changesets, rigs and releases as they cross the border. */
import * as z from "zod";
import { branchName, day, facts, instant, line, name, rigName, sha } from "./parts.ts";

const fields = {
  repository: line(300).optional(),
  branch: branchName.optional(),
  parent: sha.optional(),
  tree: sha.optional(),
  changeId: line(100).optional(),
  patchset: z.int().min(1).max(1_000_000).optional(),
  ticket: line(100).optional(),
  subject: line(1000).optional(),
  author: line(300).optional(),
  trailers: facts
    .optional()
    .meta({ description: "What the end of the message says, by key; of several with one key a line each, in order." }),
  committedAt: instant.optional(),
  position: z.int().min(0).max(2_000_000_000).optional(),
};

export const ChangesetBody = z
  .strictObject({ sha, ...fields })
  .refine(({ sha: own, parent }) => own !== parent, { path: ["parent"], error: "must not be the changeset itself" })
  .meta({ id: "Changeset", description: "What lands, keyed by sha. Fields that are absent stay as they are." });

export const ChangesetsBody = z
  .union([ChangesetBody, z.array(ChangesetBody).min(1).max(10_000)], {
    error: "must be a changeset, or a list of 1 to 10000 of them",
  })
  .meta({ id: "Changesets" });

export const RigBody = z
  .strictObject({
    vendor: name.optional(),
    description: line(1000).optional(),
    labels: z.array(name).max(100).optional(),
    visibility: z.enum(["public", "private"]).optional(),
    publicFrom: instant
      .optional()
      .describe("Until then it is private, if it is; from then on everybody sees all of it."),
    owners: z
      .array(
        z.strictObject({ vendor: name, visibility: z.enum(["public", "private"]), publicFrom: instant.optional() }),
      )
      .max(100)
      .optional()
      .describe("Others whose nodes are part of it: the strictest rule of all owners holds."),
    virtualCounts: z
      .boolean()
      .optional()
      .describe("Runs of virtual machines count; only an administrator decides that."),
    orderHours: z.number().min(0).max(24).optional().describe("Hours a day that the rig gives to work orders."),
  })
  .meta({ id: "Rig", description: "Static test hardware, owned by a vendor." });

export const ReleaseBody = z
  .strictObject({ sha, branch: branchName.optional(), releasedAt: instant.optional() })
  .meta({ id: "Release", description: "A tag on a branch." });

export const AwayBody = z
  .strictObject({
    until: z.union([instant, day], { error: "must be a day as 2026-10-02, or a date and time" }),
    reason: line(500).optional(),
  })
  .meta({
    id: "Away",
    description: "Until when a rig cannot measure, and why. An instant that has passed brings it back.",
  });

export const RigPath = z.object({ rig: rigName });
export const ReleasePath = z.object({ tag: name });
