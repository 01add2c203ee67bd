/** What a mirror is told. */
import * as z from "zod";

export const PromotionBody = z
  .strictObject({
    force: z.boolean().default(false).describe("Also while the writer still answers: two writers diverge."),
  })
  .meta({ id: "Promotion", description: "Make a mirror the writer." });
