/** Regressions as they are asked for and triaged. */
import * as z from "zod";
import { DISPOSITIONS, REGRESSION_STATES } from "../model/regression.ts";
import { branchName, line, sha, text } from "./parts.ts";
import { ListQuery } from "./read.ts";

const id = z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hex digits");
const yesOrNo = z.enum(["true", "false"], { error: "must be true or false" }).transform((word) => word === "true");
const states = line(300)
  .transform((list) => list.split(","))
  .pipe(z.array(z.enum(REGRESSION_STATES, { error: `must be some of ${REGRESSION_STATES.join(",")}` })));

export const RegressionsQuery = ListQuery.extend({
  state: states.optional(),
  kind: z.enum(["regression", "improvement", "tradeoff"]).optional(),
  certainty: z.enum(["suspected", "confirmed", "withdrawn"]).optional(),
  material: yesOrNo.optional(),
  overdue: yesOrNo.optional(),
  branch: branchName.optional(),
  rig: line(200).optional(),
  series: line(200).optional(),
  changeset: sha.optional(),
  assignee: line(200).optional(),
  ticket: line(100).optional(),
  q: line(200).optional(),
});

export const RegressionPath = z.object({ id });

/** null takes away what was said. */
export const TriageBody = z
  .strictObject({
    state: z.enum(DISPOSITIONS, { error: `must be one of ${DISPOSITIONS.join(", ")}` }).optional(),
    assignee: line(200).nullable().optional(),
    ticket: line(100).nullable().optional(),
    cause: sha.nullable().optional(),
    duplicateOf: id.nullable().optional(),
    downstreamOf: id.nullable().optional(),
    note: text(10_000).min(1, "must not be empty").optional(),
  })
  .meta({
    id: "Triage",
    description:
      "What a person says of a regression. What is absent stays as it is, null takes away. Sent again it changes nothing.",
  });
