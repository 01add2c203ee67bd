/** The run document `tarnish.run/1`: strict, because an unknown key is a typing mistake that would lose a fact. */
import * as z from "zod";
import { CAUSES, LARGEST, MOST_VALUES, RUN_SCHEMA } from "../model/run.ts";
import { ChangesetBody } from "./changeset.ts";
import { facts, instant, line, name, rigName, sha, text } from "./parts.ts";

const finite = z.number({ error: (issue) => (issue.input === undefined ? "is missing" : "must be a finite number") });
const TOO_LARGE = `must be between -${LARGEST} and ${LARGEST}`;
const number = finite.min(-LARGEST, TOO_LARGE).max(LARGEST, TOO_LARGE);
const count = z.int().min(0);

const Environment = z.strictObject({
  identity: facts.optional(),
  watch: facts.optional(),
  context: facts.optional(),
  nodes: z
    .array(
      z.strictObject({
        name: line(200),
        role: line(100).optional(),
        owner: line(100).optional(),
        watch: facts.optional(),
      }),
    )
    .max(10_000)
    .refine((nodes) => new Set(nodes.map((node) => node.name)).size === nodes.length, "must not name a node twice")
    .optional(),
});

const Subject = z.strictObject({
  repository: line(300).optional(),
  sha: sha.optional(),
  tree: sha.optional(),
  dirty: z.boolean().optional(),
  patches: z.array(line(500)).max(1000).optional(),
  uniform: z.boolean().optional(),
  packages: facts.optional(),
  versions: facts.optional(),
});

const Summary = z
  .strictObject({
    kind: z.enum(["mean", "median", "total", "percentile"]),
    value: number,
    n: z
      .int()
      .min(1)
      .max(2 ** 32 - 1),
    sd: number.min(0).optional(),
    min: number.optional(),
    max: number.optional(),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, "must not have min above max");

const Histogram = z
  .strictObject({ bounds: z.array(number).min(1).max(10_000), counts: z.array(count).min(1).max(10_000) })
  .refine(({ bounds, counts }) => bounds.length === counts.length, "must have as many counts as bounds")
  .refine(
    ({ bounds }) => bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound)),
    "must have rising bounds",
  )
  .refine(({ counts }) => counts.some((seen) => seen > 0), "must count something");

/** How large it may be is looked at in one go: there may be a million of them. */
const Value = z.union([finite, z.strictObject({ censoredAt: number })], {
  error: 'must be a finite number, or {"censoredAt": number}',
});

/** In the order of the canonical form: what was read is written again as it stands, and a run has a thousand of them. */
const Measurement = z
  .strictObject({
    benchmark: line(300),
    better: z.enum(["higher", "lower"]),
    histogram: Histogram.optional(),
    metric: line(300),
    parameters: z.record(line(200), text(1000)).optional(),
    summary: Summary.optional(),
    suspect: z.array(line(500)).max(100).optional(),
    unit: line(60),
    values: z.array(Value).min(1, "must have at least one value").max(MOST_VALUES).superRefine(refuseLarge).optional(),
    version: line(100).optional(),
  })
  .refine((m) => [m.values, m.summary, m.histogram].filter((form) => form !== undefined).length === 1, {
    error: "must have exactly one of values, summary and histogram",
  });

export const RunBody = z
  .strictObject({
    schema: z.literal(RUN_SCHEMA, { error: `must be "${RUN_SCHEMA}"` }),
    id: z.uuid({ error: "must be a UUID" }),
    rig: rigName,
    suite: name,
    changeset: ChangesetBody,
    block: line(200).optional(),
    cause: z.enum(CAUSES).optional(),
    startedAt: instant,
    finishedAt: instant.optional(),
    complete: z.boolean(),
    subject: Subject.optional(),
    environment: Environment.optional(),
    virtual: z.boolean().optional(),
    workOrder: line(200).nullable().optional(),
    harness: z.strictObject({ name: line(100), version: line(100).optional() }).optional(),
    tool: z.strictObject({ name: line(100), version: line(100).optional() }).optional(),
    skipped: z
      .array(z.strictObject({ line: count, why: line(1000) }))
      .max(10_000)
      .optional(),
    measurements: z.array(Measurement).max(100_000),
  })
  .superRefine(refuseDoubles)
  .refine(({ startedAt, finishedAt }) => finishedAt === undefined || Date.parse(finishedAt) >= Date.parse(startedAt), {
    path: ["finishedAt"],
    error: "must not be before startedAt",
  })
  .refine(({ complete, measurements }) => !complete || measurements.length > 0, {
    path: ["measurements"],
    error: "must not be empty in a complete run",
  })
  .meta({ id: "Run", description: "One session of a suite in one block on one rig for one changeset." });

function refuseLarge(values: readonly z.output<typeof Value>[], ctx: z.RefinementCtx): void {
  values.forEach((value, index) => {
    if (typeof value === "number" && Math.abs(value) > LARGEST)
      ctx.addIssue({ code: "custom", path: [index], message: TOO_LARGE });
  });
}

/** The same series twice in a run would be one point of two values. */
function refuseDoubles(
  { measurements }: { measurements: readonly z.output<typeof Measurement>[] },
  ctx: z.RefinementCtx,
): void {
  const repeated = repeatedOnes(measurements.map(({ metric }) => metric));
  const seen = new Map<string, number>();
  measurements.forEach((m, index) => {
    if (!repeated.has(m.metric)) return; // a metric of its own is a series of its own: no key has to be made
    const key = keyOf(m);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      ctx.addIssue({
        code: "custom",
        path: ["measurements", index],
        message: `is the same series as /measurements/${first}: tell them apart by parameters`,
      });
  });
}

function repeatedOnes(texts: readonly string[]): ReadonlySet<string> {
  const once = new Set<string>();
  return new Set(texts.filter((text) => once.has(text) || !once.add(text)));
}

/** Each text with its length before it, so that two different series never read the same. */
function keyOf({ benchmark, version = "", metric, parameters = {} }: z.output<typeof Measurement>): string {
  let key = `${benchmark.length} ${benchmark}${version.length} ${version}${metric.length} ${metric}`;
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name] ?? "";
    key += `${name.length} ${name}${value.length} ${value}`;
  }
  return key;
}
