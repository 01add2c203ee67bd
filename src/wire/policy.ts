/** A policy as people write it: everything may be left out, and has then the value of the shipped one. */
import * as z from "zod";
import { LANDING_KINDS } from "../model/landing.ts";
import type { PolicyChanges, RuleChanges } from "../model/policy.ts";
import { PHASES } from "../model/train.ts";
import { branchName, line, name } from "./parts.ts";
import { chance, hours, material, quantity, share } from "./size.ts";

const pattern = line(300).meta({ description: "May hold * for any characters." });
const patterns = z.array(pattern).max(1000);
const pairing = z
  .string()
  .regex(/^$|^[^/\s]{1,40}\/[^/\s]{1,40}$/, 'must be "client release/server release", as "2.15/2.16", or ""');
const parameters = z.record(line(200), pattern);

export const selectorParts = {
  benchmark: pattern.optional(),
  metric: pattern.optional(),
  rig: pattern.optional(),
  label: pattern.optional(),
  parameters: parameters.optional(),
  pairing: pairing.optional(),
};
export const SelectorBody = z
  .strictObject(selectorParts)
  .refine((one) => Object.values(one).some((part) => part !== undefined), {
    error: "must name something: a benchmark, metric, rig, label, parameters or pairing",
  });

const ThresholdRule = z.strictObject({ ...selectorParts, threshold: material });

const Bound = z
  .strictObject({ ...selectorParts, floor: quantity.optional(), ceiling: quantity.optional() })
  .refine(({ floor, ceiling }) => floor !== undefined || ceiling !== undefined, "must say a floor or a ceiling");

const RequiredCell = z
  .strictObject({
    name: name.optional(),
    label: name.optional(),
    rigs: z.int().min(1).max(1000).default(1),
    benchmarks: patterns.min(1, "must name a benchmark").optional(),
    metric: pattern.optional(),
    parameters: parameters.optional(),
    pairings: z.array(pairing).min(1, 'must name a pairing, "" for the build itself').max(100).optional(),
    within: hours.optional(),
  })
  .transform(({ within, ...cell }) => ({ ...cell, ...(within !== undefined && { withinHours: within }) }))
  .meta({ id: "RequiredCell", description: "Every benchmark in every pairing, on so many rigs of a label." });

const counts = z.strictObject({ runs: z.int().min(1).max(10_000), blocks: z.int().min(1).max(10_000) });

const rules = {
  threshold: material.optional(),
  thresholds: z.array(ThresholdRule).max(1000).optional(),
  bounds: z.array(Bound).max(1000).optional(),
  falseRedPerLanding: chance.optional(),
  falseGreenPerSeries: chance.optional(),
  power: chance.optional(),
  candidate: counts.optional(),
  baseline: counts.optional(),
  looks: z.array(z.int().min(1).max(10_000)).min(1, "must name a number of runs").max(100).optional(),
  screen: chance.optional(),
  confirm: z.boolean().optional(),
  prior: share.refine((value) => value < 1, "must be less than 100 %").optional(),
  judges: z.enum(["gating", "advisory"], { error: "must be gating or advisory" }).optional(),
  gating: z.array(SelectorBody).max(1000).optional(),
  advisory: z.array(SelectorBody).max(1000).optional(),
  cells: z.array(RequiredCell).max(1000).optional(),
};

const written = z.strictObject(rules);

/** The words of the file → those of the model. */
function changes(said: z.output<typeof written>): RuleChanges {
  const { threshold, thresholds, confirm, prior, ...same } = said;
  const said2 = {
    ...same,
    ...((threshold ?? thresholds) && {
      threshold: { ...(threshold && { default: threshold }), ...(thresholds && { rules: thresholds }) },
    }),
    confirmBeforeRed: confirm,
    priorBlockDeviation: prior,
  };
  return withoutAbsent(said2) as RuleChanges;
}

const KindBody = z
  .strictObject({
    kind: z.enum(LANDING_KINDS, { error: `must be one of ${LANDING_KINDS.join(", ")}` }),
    tickets: patterns.optional(),
    paths: patterns.optional(),
    trailers: z.record(line(200), pattern).optional(),
    subjects: patterns.optional(),
  })
  .refine(({ kind: _, ...when }) => Object.values(when).some((part) => part !== undefined), {
    error: "must say when: by tickets, paths, trailers or subjects",
  });

const choices = <T extends string>(names: readonly T[]) =>
  z.strictObject(Object.fromEntries(names.map((one) => [one, written.transform(changes).optional()])));

export const PolicyBody = z
  .strictObject({
    description: line(1000).optional(),
    branches: z.array(branchName).max(1000).optional(),
    ...rules,
    kinds: z.array(KindBody).max(1000).optional(),
    rulesOfKind: choices(LANDING_KINDS).optional(),
    rulesOfPhase: choices(PHASES).optional(),
    trailers: z
      .strictObject({
        name: line(200).optional(),
        mayBeTrivial: z.boolean().optional(),
        mayAskBenchmarks: z.boolean().optional(),
        maySkipCells: patterns.optional(),
      })
      .optional(),
    creepBudget: chance.optional(),
    waivers: z.strictObject({ who: patterns.optional(), longest: hours.optional() }).optional(),
  })
  .transform(({ description, branches, kinds, rulesOfKind, rulesOfPhase, trailers, creepBudget, waivers, ...own }) => {
    const longestDays = waivers?.longest === undefined ? undefined : waivers.longest / 24;
    const more = {
      description,
      branches,
      kinds,
      rulesOfKind,
      rulesOfPhase,
      trailers: trailers && withoutAbsent(trailers),
      creepBudget,
      waivers: waivers && withoutAbsent({ who: waivers.who, longestDays }),
    };
    return withoutAbsent({ ...changes(own), ...more }) as PolicyChanges;
  })
  .meta({
    id: "Policy",
    description: "What a project asks of a landing. What is left out has the value of the shipped policy.",
  });

export const PolicyPath = z.object({ name });

/** An ordinal, or an ordinal and eight digits of the hash. */
export const PolicyQuery = z.strictObject({
  version: z
    .string()
    .regex(/^[0-9]{1,9}(-[0-9a-f]{8})?$/, 'must be as "2" or "2-1f0c22aa"')
    .optional(),
});

function withoutAbsent<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<T>;
}
