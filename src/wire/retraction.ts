/** Runs in a list, and their retraction, as they cross the border. */
import * as z from "zod";
import { instant, line, rigName, sha } from "./parts.ts";

export const RunsQuery = z.object({
  rig: rigName.optional(),
  sha: sha.optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,400}$/)
    .optional(),
});

const reason = line(1000);

export const RetractionBody = z
  .strictObject({ rig: rigName, from: instant, to: instant, reason })
  .meta({ id: "Retraction", description: "Runs of a rig that started from `from` to `to` do not count any more." });

export const WithdrawalBody = z.strictObject({ reason }).meta({ id: "Withdrawal" });
export const RetractionPath = z.object({ id: z.uuid() });
