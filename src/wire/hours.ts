/** What may be asked of rig hours. */
import * as z from "zod";
import { HOURS_BY } from "../model/rig-hours.ts";
import { CAUSES } from "../model/run.ts";
import { instant, name, rigName } from "./parts.ts";

export const HoursQuery = z.object({
  by: z.enum(HOURS_BY, { error: `must be ${HOURS_BY.slice(0, -1).join(", ")} or ${HOURS_BY.at(-1)}` }).default("rig"),
  from: instant.optional(),
  to: instant.optional(),
  release: name.optional(),
  rig: rigName.optional(),
  cause: z.enum(CAUSES, { error: `must be one of ${CAUSES.join(", ")}` }).optional(),
});
