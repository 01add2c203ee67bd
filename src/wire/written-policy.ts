/** A policy, or a part of one, as its document says it: what PolicyBody reads back as the same. */
import type { Bound, PolicyChanges, RequiredCell, RuleChanges, ThresholdRule } from "../model/policy.ts";
import type { MaterialThreshold, Quantity } from "../model/selector.ts";

type Json = Record<string, unknown>;

export function writtenPolicy(policy: PolicyChanges): Json {
  const { description, branches, kinds, rulesOfKind, rulesOfPhase, trailers, creepBudget, waivers } = policy;
  const variants = (some: Readonly<Record<string, RuleChanges>> | undefined) =>
    some && Object.fromEntries(Object.entries(some).map(([name, changes]) => [name, writtenRules(changes)]));
  return clean({
    description,
    branches,
    ...writtenRules(policy),
    kinds,
    rulesOfKind: variants(rulesOfKind),
    rulesOfPhase: variants(rulesOfPhase),
    trailers,
    creepBudget: percent(creepBudget),
    waivers: waivers && clean({ who: waivers.who, longest: daysOf(waivers.longestDays) }),
  });
}

/** Only what a policy document has a word for. */
function writtenRules(rules: RuleChanges): Json {
  const { threshold } = rules;
  return clean({
    threshold: threshold?.default && writtenMaterial(threshold.default),
    thresholds: threshold?.rules?.map(({ threshold: material, ...selector }: ThresholdRule) => ({
      ...selector,
      threshold: writtenMaterial(material),
    })),
    bounds: rules.bounds?.map(writtenBound),
    falseRedPerLanding: percent(rules.falseRedPerLanding),
    falseGreenPerSeries: percent(rules.falseGreenPerSeries),
    power: percent(rules.power),
    candidate: rules.candidate,
    baseline: rules.baseline,
    looks: rules.looks,
    screen: percent(rules.screen),
    confirm: rules.confirmBeforeRed,
    prior: percent(rules.priorBlockDeviation),
    judges: rules.judges,
    gating: rules.gating,
    advisory: rules.advisory,
    cells: rules.cells?.map(writtenCell),
  });
}

const writtenBound = ({ floor, ceiling, ...selector }: Bound): Json =>
  clean({ ...selector, floor: floor && said(floor), ceiling: ceiling && said(ceiling) });

const writtenCell = ({ withinHours, ...cell }: RequiredCell): Json =>
  clean({ ...cell, within: withinHours === undefined ? undefined : duration(withinHours) });

export function writtenMaterial({ ratio, amount }: MaterialThreshold): string | string[] {
  const sizes = [...(ratio === undefined ? [] : [percent(ratio) ?? ""]), ...(amount ? [said(amount)] : [])];
  return sizes.length === 1 ? (sizes[0] ?? "") : sizes;
}

const daysOf = (days: number | undefined): string | undefined =>
  days === undefined ? undefined : duration(Math.round(days * 24));

const duration = (hours: number): string => (hours % 24 === 0 ? `${hours / 24} d` : `${hours} h`);

const said = ({ value, unit }: Quantity): string => `${value} ${unit}`;

/** Without the dust of binary fractions: 0.07 × 100 is 7.000000000000001. */
function percent(fraction: number | undefined): string | undefined {
  return fraction === undefined ? undefined : `${Number((fraction * 100).toPrecision(15))} %`;
}

const clean = (record: Json): Json =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
