/** Landings and waivers as they cross the border. */
import * as z from "zod";
import { LANDING_KINDS } from "../model/landing.ts";
import { branchName, instant, line, name } from "./parts.ts";
import { selectorParts } from "./policy.ts";
import { material } from "./size.ts";

const Expectation = z
  .strictObject({
    ...selectorParts,
    effect: z.enum(["worse", "better"], { error: "must be worse or better" }),
    upTo: material,
    why: line(1000).optional(),
  })
  .refine(({ benchmark, metric }) => benchmark !== undefined || metric !== undefined, {
    error: "must name a benchmark or a metric",
  });

const TestPlan = z.strictObject({
  cells: z.array(line(300)).max(1000).optional(),
  benchmarks: z.array(line(300)).max(1000).optional(),
  expects: z.array(Expectation).max(100).optional(),
});

export const LandingBody = z
  .strictObject({
    kind: z.enum(LANDING_KINDS, { error: `must be one of ${LANDING_KINDS.join(", ")}` }).optional(),
    release: name.optional(),
    designs: z.array(line(1000)).max(100).optional(),
    inspections: z
      .array(z.strictObject({ who: line(300), at: instant.optional(), note: line(1000).optional() }))
      .max(100)
      .optional(),
    plan: TestPlan.optional(),
  })
  .meta({
    id: "Landing",
    description: "What is prepared before the code is measured. What is not sent stays as it is.",
  });

/** A ticket is named in URLs. */
export const LandingPath = z.object({ ticket: name });

export const WaiverBody = z
  .strictObject({
    series: z.strictObject(selectorParts).optional(),
    cell: line(300).optional(),
    reason: line(2000),
    ticket: line(100),
    expiresAt: instant.optional(),
  })
  .refine(({ series, cell }) => (series === undefined) !== (cell === undefined), {
    error: "must say what is waived: series (a regression) or cell (an absence), one of the two",
  })
  .meta({
    id: "Waiver",
    description: "A decision to land a known regression, or without a measurement. {} as series means all that fail.",
  });

export const PathsBody = z
  .strictObject({ paths: z.array(line(4096)).max(100_000) })
  .meta({ id: "Paths", description: "All paths that a changeset touches, from the root of its repository." });

export const CreepQuery = z.object({ branch: branchName });

export const WaiverPath = z.object({ id: z.uuid() });
