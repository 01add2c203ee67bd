/** How long repeats are kept. */
import * as z from "zod";
import { SHORTEST_RETENTION } from "../model/retention.ts";

const days = z
  .int()
  .min(SHORTEST_RETENTION, `must be at least ${SHORTEST_RETENTION} days: until then a landing may look at its runs`)
  .max(36_500);

export const RetentionBody = z
  .strictObject({ repeatsAfterDays: days.nullable() })
  .meta({ id: "Retention", description: "Days after which repeats of a run may be dropped; null: never." });

export const ThinBody = z
  .strictObject({ dryRun: z.boolean().optional(), repeatsAfterDays: days.optional() })
  .refine(({ dryRun, repeatsAfterDays }) => dryRun === true || repeatsAfterDays === undefined, {
    path: ["repeatsAfterDays"],
    error: "is for a dry run: PUT /v1/retention says the policy that is applied",
  })
  .meta({ id: "Thinning", description: "`dryRun`: counts, under the policy in force or another age." });
