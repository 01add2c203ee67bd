/** Acceptance of a rig's state, as it crosses the border. */
import * as z from "zod";
import { facts, line, name } from "./parts.ts";

export const EpochBody = z
  .strictObject({
    watchHash: z
      .string()
      .regex(/^[0-9a-f]{16}$/, "must be 16 hex digits, as GET /v1/rigs/{rig}/epochs lists them")
      .optional(),
    facts: facts.optional(),
    epoch: name.optional(),
    reason: line(1000),
  })
  .refine(({ watchHash, facts: said }) => (watchHash === undefined) !== (said === undefined), {
    error: "must have exactly one of watchHash and facts",
  })
  .meta({ id: "Epoch", description: "A person accepts a state of a rig, as a new epoch or as one that exists." });
