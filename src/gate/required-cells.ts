/** Which series does a policy require, and which cells has nobody measured yet? */
import type { RequiredCell, Rules } from "../model/policy.ts";
import type { Missing, Role } from "../model/verdict.ts";
import { type Selectable, selects } from "./selects.ts";
import { counted } from "./words.ts";

/** A rig that might serve a cell. */
export interface CellRig {
  readonly rig: string;
  readonly labels: readonly string[];
  /** It measures nothing until then, in words; null when it is there. */
  readonly awayUntil: string | null;
}

export interface CellAsk {
  /** Series of which the candidate has a usable run. */
  readonly measured: readonly Selectable[];
  readonly rigs: readonly CellRig[];
  /** When so many hours after the candidate's first run are over, in words; null before the first run. */
  readonly until: (hours: number) => string | null;
}

/** required by a cell; otherwise what the lists say, where the one that says what `judges` says makes exceptions. */
export function roleOf(rules: Pick<Rules, "cells" | "judges" | "gating" | "advisory">, series: Selectable): Role {
  if (rules.cells.some((cell) => partsOf(cell).some((part) => selects(part, series)))) return "required";
  const other = rules.judges === "gating" ? "advisory" : "gating";
  for (const role of [rules.judges, other] as const) {
    if (rules[role].some((selector) => selects(selector, series))) return role;
  }
  return rules.judges;
}

export function missingCells(cells: readonly RequiredCell[], ask: CellAsk): Missing[] {
  return cells.flatMap((cell) => partsOf(cell).flatMap((part) => missingPart(cell, part, ask)));
}

interface Part {
  readonly benchmark?: string;
  readonly metric?: string;
  readonly label?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly pairing: string;
}

/** One label, one benchmark, one pairing. */
function partsOf({ label, benchmarks, metric, parameters, pairings = [""] }: RequiredCell): Part[] {
  const shared = { ...(label !== undefined && { label }), ...(metric !== undefined && { metric }) };
  return pairings.flatMap((pairing) =>
    (benchmarks ?? [undefined]).map((benchmark) => ({
      ...shared,
      ...(parameters && { parameters }),
      ...(benchmark !== undefined && { benchmark }),
      pairing,
    })),
  );
}

function missingPart(cell: RequiredCell, part: Part, { measured, rigs, until }: CellAsk): Missing[] {
  const done = new Set(measured.filter((series) => selects(part, series)).map(({ rig }) => rig));
  if (done.size >= cell.rigs) return [];
  const able = rigs.filter(
    ({ rig, labels }) => !done.has(rig) && (cell.label === undefined || labels.includes(cell.label)),
  );
  const deadline = cell.withinHours === undefined ? null : until(cell.withinHours);
  const there = able.filter(({ awayUntil }) => awayUntil === null).map(({ rig }) => rig);
  return [
    {
      what: partWords(cell, part),
      why: [measuredWords(done, cell.rigs), servedWords(able, deadline)].join("; "),
      ...(cell.name !== undefined && { cell: cell.name }),
      rigs: there,
      until: deadline,
    },
  ];
}

function partWords({ rigs, name }: RequiredCell, { benchmark, metric, label, parameters, pairing }: Part): string {
  const said = Object.entries(parameters ?? {}).map(([key, value]) => `${key} ${value}`);
  const what = [benchmark, metric].filter((text) => text !== undefined).join(" ") || "a measurement";
  return [
    what,
    ...(said.length > 0 ? [`(${said.join(", ")})`] : []),
    ...(pairing === "" ? [] : [`between ${pairing}`]),
    `on ${counted(rigs, "rig")}${label === undefined ? "" : ` labelled ${label}`}`,
    ...(name === undefined ? [] : [`(cell ${name})`]),
  ].join(" ");
}

const measuredWords = (done: ReadonlySet<string>, needed: number): string =>
  done.size === 0 ? "no rig has a usable run of it" : `${[...done].sort().join(", ")} measured it, ${needed} must`;

function servedWords(able: readonly CellRig[], deadline: string | null): string {
  const until = deadline === null ? "" : ` until ${deadline}`;
  const there = able.filter(({ awayUntil }) => awayUntil === null).map(({ rig }) => rig);
  const away = able.flatMap(({ rig, awayUntil }) => (awayUntil === null ? [] : [`${rig} is away until ${awayUntil}`]));
  const served =
    there.length === 0 ? "no other rig could serve it now" : `${there.sort().join(", ")} could serve it${until}`;
  return [served, ...away].join("; ");
}
