/** What hosts of one history are told. */
import * as z from "zod";
import { chainPlace } from "./log.ts";

export const MergeBody = z
  .strictObject({ heads: z.array(z.strictObject(chainPlace)).max(1_000_000) })
  .meta({ id: "Merge", description: "How far every chain of a host has come." });

export const PromotionBody = z
  .strictObject({
    force: z.boolean().default(false).describe("Also while the writer still answers: two writers diverge."),
  })
  .meta({ id: "Promotion", description: "Make a mirror the writer." });
