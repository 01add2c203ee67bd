/** From mdtest's tables to measurements: "File creation" becomes `file-creation.rate` in ops/s. */
import type { Measurement } from "../model/run.ts";
import type { MdtestLaunch, MdtestTable } from "./mdtest-launch.ts";
import type { MdtestRow } from "./mdtest-row.ts";
import { tellApart } from "./tell-apart.ts";
import { present, words } from "./tool-text.ts";

/** Options with a value, and switches, that change what is measured. */
const WITH_VALUE: Readonly<Record<string, string>> = {
  a: "api",
  b: "branching",
  e: "read-bytes",
  I: "items-per-directory",
  n: "items-per-task",
  N: "shift",
  w: "write-bytes",
  W: "stonewall",
  z: "depth",
};
const SWITCHES: Readonly<Record<string, string>> = {
  u: "unique-directory",
  L: "leaf-only",
  F: "files-only",
  D: "directories-only",
  S: "shared-file",
  c: "collective",
  k: "mknod",
  y: "sync",
  B: "no-barriers",
};
/** Switches, then perhaps one option that takes the rest of the word, or the next word, as its value. */
const CLUSTER = /^-([^abeINnwWzdfGilpRsVxXQ]*)([abeINnwWzdfGilpRsVxXQ]?)=?(.*)$/;

export function mdtestMeasurements(launches: readonly MdtestLaunch[]): Measurement[] {
  return tellApart(launches.flatMap((launch) => launch.tables.flatMap((table) => ofTable(launch, table))));
}

function ofTable({ version, command, nodes }: MdtestLaunch, table: MdtestTable): Measurement[] {
  const parameters = present({ tasks: table.tasks, nodes, items: table.items, ...commandParameters(command) });
  const hasBug = isOverRanks(table);
  return table.rows.map((row) => {
    const repeats = perIteration(table, row);
    const isDoubtful = hasBug && repeats === undefined && !row.operation.startsWith("Tree");
    return {
      benchmark: "mdtest",
      ...(version === undefined ? {} : { version }),
      metric: metricOf(row.operation),
      unit: "ops/s",
      better: "higher",
      parameters,
      ...(repeats === undefined ? resultOf(row, table.iterations) : { values: repeats }),
      ...(isDoubtful
        ? { suspect: ["this mdtest summarises the ranks of its best iteration, not the iterations"] }
        : {}),
    };
  });
}

function metricOf(operation: string): string {
  const stonewall = / \(stonewall\)$/.test(operation) ? "stonewall-" : "";
  return `${operation
    .replace(/ \(.*$/, "")
    .toLowerCase()
    .replace(" ", "-")}.${stonewall}rate`;
}

/** One iteration is a value; more of them are known by their mean, extremes and standard deviation only. */
function resultOf({ mean, max, min, sd }: MdtestRow, iterations: number): Pick<Measurement, "values" | "summary"> {
  if (max === undefined || min === undefined || sd === undefined) {
    return iterations <= 1 ? { values: [mean] } : { summary: { kind: "mean", value: mean, n: iterations } };
  }
  if (iterations <= 1 && max === min) return { values: [mean] };
  return { summary: { kind: "mean", value: mean, n: Math.max(1, iterations), sd, min, max } };
}

/** hpc/ior issues 183 and 300: no spread at all where every iteration ran anew. */
function isOverRanks({ mayBeOverRanks, iterations, rows }: MdtestTable): boolean {
  const measured = rows.filter(({ operation }) => !operation.startsWith("Tree"));
  const isFlat = ({ sd, mean }: MdtestRow) => sd !== undefined && sd < 1e-4 * mean;
  return mayBeOverRanks && iterations > 1 && measured.length > 0 && measured.every(isFlat);
}

/**
 * The rates that `-v` printed after each iteration, where they are totals: only in IOR 3.2 and 3.3, and there the
 * largest of them is the row's maximum. In 1.9 and 4.x they are those of rank 0.
 */
function perIteration({ mayBeOverRanks, iterations, perIteration }: MdtestTable, row: MdtestRow): number[] | undefined {
  const rates = perIteration.get(row.operation);
  if (!mayBeOverRanks || rates === undefined || rates.length !== iterations || row.max === undefined) return undefined;
  const largest = Math.max(...rates);
  const isTotal = Math.min(...rates) > 0 && Math.abs(largest - row.max) <= 1e-3 * row.max;
  return isTotal ? rates : undefined;
}

/** The options of a command line in the manner of getopt: `-n 500`, `-n500`, `-n=500`, switches in clusters. */
function commandParameters(command: string): Record<string, string> {
  const found: Record<string, string> = {};
  const [, ...rest] = words(command);
  rest.forEach((word, index) => {
    if (!/^-[A-Za-z]/.test(word)) return;
    const [, switches = "", letter = "", value = ""] = CLUSTER.exec(word) ?? [];
    for (const name of [...switches].map((each) => SWITCHES[each])) if (name !== undefined) found[name] = "yes";
    const name = WITH_VALUE[letter];
    if (name !== undefined) found[name] = value || (rest[index + 1] ?? "");
  });
  return found;
}
