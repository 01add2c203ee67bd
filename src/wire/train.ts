/** Trains as they cross the border. */
import * as z from "zod";
import type { Phase } from "../model/train.ts";
import { branchName, day, line, name } from "./parts.ts";

/** YAML reads `2.10` as a number, and loses the zero. */
const tag = z.preprocess((value, ctx) => {
  if (typeof value !== "number") return value;
  ctx.addIssue({ code: "custom", message: 'is a number here: put the tag in quotes, as "2.10"' });
  return z.NEVER;
}, name);

const pairing = z
  .string()
  .regex(/^$|^[^/\s]{1,40}\/[^/\s]{1,40}$/, 'must be "client release/server release", as "2.15/2.16", or ""');

const CellMatrix = z
  .strictObject({
    label: name.optional(),
    rigs: z.int().min(1).max(1000).optional(),
    benchmarks: z.array(line(300)).min(1, "must name a benchmark").max(1000),
    pairings: z.array(pairing).min(1, 'must name a pairing, "" for the build itself').max(100).optional(),
  })
  .meta({ id: "CellMatrix", description: "Every benchmark in every pairing, on so many rigs of a label." });

const Pledge = z
  .strictObject({
    vendor: name,
    hours: z.number().min(0).max(1_000_000).optional(),
    cells: z.array(CellMatrix).max(100).optional(),
  })
  .refine(({ hours, cells }) => hours !== undefined || cells !== undefined, "must promise hours or cells");

const phases = {
  planning: day.optional(),
  landing: day.optional(),
  stabilisation: day.optional(),
  candidate: day.optional(),
  released: day.optional(),
  end_of_life: day.optional(),
} satisfies Record<Phase, z.ZodType>;

const PlannedRelease = z.strictObject({
  tag,
  phases: z
    .strictObject(phases)
    .refine((given) => Object.values(given).some((from) => from !== undefined), "must name the day of a phase"),
  freeze: day.optional(),
  pledges: z.array(Pledge).max(1000).optional(),
});

export const TrainBody = z
  .strictObject({
    branch: branchName,
    base: tag.optional(),
    releases: z.array(PlannedRelease).min(1, "must have a release").max(1000),
    cells: z.array(CellMatrix).max(1000).optional(),
    staleAfterDays: z.int().min(1).max(3650).optional(),
    endOfLife: day.optional(),
  })
  .meta({ id: "Train", description: "The row of releases of a branch, with dated phases and what they support." });

export const TrainPath = z.object({ train: name });
