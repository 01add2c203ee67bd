/** Which rules of a policy contradict each other? */
import type { PolicyChanges, RequiredCell, RuleChanges, Rules } from "../model/policy.ts";
import type { Selector } from "../model/selector.ts";
import { completePolicy } from "./complete-policy.ts";
import { over } from "./rules.ts";
import { matches } from "./selects.ts";
import { amountIn } from "./threshold.ts";

/** `path` leads into the policy document. */
export interface PolicyFault {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

export function policyFaults(changes: PolicyChanges): PolicyFault[] {
  const policy = completePolicy("", "", changes);
  const own = rulesFaults(policy);
  const variants = (["rulesOfKind", "rulesOfPhase"] as const).flatMap((part) =>
    Object.entries(changes[part] ?? {}).flatMap(([name, said]) =>
      ofVariant(said, rulesFaults(over(policy, said)), [part, name]),
    ),
  );
  return [...own, ...variants, ...doubledKinds(changes)];
}

/** What a variant inherits is said once, where it stands. */
function ofVariant(said: RuleChanges, faults: readonly PolicyFault[], prefix: readonly string[]): PolicyFault[] {
  return faults
    .filter(({ path }) => path[0] !== undefined && path[0] in said)
    .map(({ path, detail }) => ({ path: [...prefix, ...path], detail }));
}

const rulesFaults = (rules: Rules): PolicyFault[] => [
  ...countFaults(rules),
  ...boundFaults(rules),
  ...roleFaults(rules),
  ...cellFaults(rules),
];

function countFaults({ candidate, baseline, looks, screen, falseRedPerLanding }: Rules): PolicyFault[] {
  const faults: PolicyFault[] = [];
  for (const [part, { runs, blocks }] of Object.entries({ candidate, baseline })) {
    if (blocks > runs)
      faults.push({ path: [part], detail: `asks for ${blocks} blocks in ${runs} runs; a run is in one block` });
  }
  const falls = looks.findIndex((look, i) => i > 0 && look <= (looks[i - 1] ?? 0));
  if (falls > 0)
    faults.push({ path: ["looks", falls], detail: `must be more than the look before, ${looks[falls - 1]}` });
  const most = Math.max(...looks);
  if (most < candidate.runs)
    faults.push({
      path: ["looks"],
      detail: `end at ${most} runs, and candidate asks for ${candidate.runs}: nothing would ever be decided`,
    });
  if (screen < falseRedPerLanding)
    faults.push({
      path: ["screen"],
      detail: "must not be less than falseRedPerLanding: what is red would never be suspected",
    });
  return faults;
}

function boundFaults({ bounds }: Rules): PolicyFault[] {
  return bounds.flatMap(({ floor, ceiling }, i) => {
    if (!floor || !ceiling) return [];
    const least = amountIn(floor, ceiling.unit);
    if (least === undefined)
      return [{ path: ["bounds", i], detail: `has a floor in ${floor.unit} and a ceiling in ${ceiling.unit}` }];
    return least >= ceiling.value
      ? [{ path: ["bounds", i], detail: "has its floor at or above its ceiling: everything would fail" }]
      : [];
  });
}

function roleFaults({ gating, advisory, cells }: Rules): PolicyFault[] {
  return advisory.flatMap((selector, i): PolicyFault[] => {
    const twin = gating.findIndex((one) => isSame(one, selector));
    if (twin >= 0)
      return [{ path: ["advisory", i], detail: `is also the ${ordinal(twin)} of gating: one of them must go` }];
    const cell = cells.findIndex((one) => covers(selector, one));
    return cell < 0
      ? []
      : [{ path: ["advisory", i], detail: `covers what ${cellName(cells[cell], cell)} requires: one of them must go` }];
  });
}

function cellFaults({ cells }: Rules): PolicyFault[] {
  return cells.flatMap(({ name }, i) => {
    const first = cells.findIndex((one) => one.name === name);
    return name !== undefined && first < i
      ? [{ path: ["cells", i, "name"], detail: `is the name of the ${ordinal(first)} cell already` }]
      : [];
  });
}

function doubledKinds({ kinds = [] }: PolicyChanges): PolicyFault[] {
  const when = kinds.map(({ kind: _, ...rest }) => JSON.stringify(Object.entries(rest).sort()));
  return when.flatMap((text, i) => {
    const first = when.indexOf(text);
    return first < i
      ? [{ path: ["kinds", i], detail: `is never reached: the ${ordinal(first)} rule matches the same` }]
      : [];
  });
}

const isSame = (one: Selector, other: Selector): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** Everything that the selector says, the cell says too. */
function covers({ benchmark, metric, rig, label, parameters, pairing }: Selector, cell: RequiredCell): boolean {
  if (rig !== undefined || parameters !== undefined || pairing !== undefined) return false;
  const benchmarks = cell.benchmarks ?? [];
  const isWithin = (pattern: string | undefined, said: string | undefined) =>
    pattern === undefined || (said !== undefined && matches(pattern, said));
  return (
    isWithin(metric, cell.metric) &&
    isWithin(label, cell.label) &&
    (benchmark === undefined || (benchmarks.length > 0 && benchmarks.every((one) => matches(benchmark, one))))
  );
}

const cellName = (cell: RequiredCell | undefined, at: number): string =>
  cell?.name === undefined ? `the ${ordinal(at)} cell` : `the cell ${cell.name}`;

const ORDINALS = ["first", "second", "third", "fourth", "fifth"];
const ordinal = (at: number): string => ORDINALS[at] ?? `${at + 1}th`;
