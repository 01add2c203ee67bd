/** From what an IOR test said to measurements. */
import type { Measurement } from "../model/run.ts";
import type { Reading } from "./format.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toSize, words } from "./tool-text.ts";

/** Results of one access ("write", "read") in the order of printing. */
export interface IorAccess {
  readonly unit: string;
  readonly bandwidth: number[];
  readonly iops: number[];
  /** Only where the rows of the repeats were not kept. */
  summary?: NonNullable<Measurement["summary"]>;
}

/** What one IOR test said, whichever way it was printed. */
export interface IorTest {
  readonly version: string | undefined;
  readonly options: ReadonlyMap<string, string>;
  readonly command: string;
  readonly accesses: ReadonlyMap<string, IorAccess>;
  readonly suspect: ReadonlySet<string>;
  /** Results were damaged, lost or contradict each other. */
  readonly isBroken: boolean;
}

/** Option labels of all versions, and the parameter each becomes. A path, a date or a seed is no parameter. */
const PARAMETERS: readonly (readonly [label: string, parameter: string, (text: string) => string])[] = [
  ["api", "api", (text) => text.replace(/\s*\(.*$/, "").toUpperCase()],
  ["access", "access", String],
  ["type", "type", String],
  ["pattern", "pattern", String],
  ["segments", "segments", String],
  ["ordering in a file", "order", String],
  ["ordering inter file", "order-between-files", (text) => text.replace(/,? *seed *=.*$/, "")],
  ["nodes", "nodes", String],
  ["tasks", "tasks", String],
  ["clients", "tasks", (text) => text.replace(/\s*\(.*$/, "")],
  ["clients per node", "tasks-per-node", String],
  ["xfersize", "transfer", toSize],
  ["blocksize", "block", toSize],
  ["stonewallingTime", "stonewall", String],
];

/** The labels that are worth keeping of all that IOR says about a test. */
export const IOR_OPTIONS: ReadonlySet<string> = new Set(["repetitions", ...PARAMETERS.map(([label]) => label)]);

/** Switches that change what is measured and are printed nowhere else. */
const SWITCHES: Readonly<Record<string, string>> = {
  "-e": "fsync",
  "-Y": "fsync-per-write",
  "-B": "direct-io",
  "--posix.odirect": "direct-io",
};

export function iorParameters(options: ReadonlyMap<string, string>, command: string): Record<string, string> {
  const fromOptions = PARAMETERS.flatMap(([label, parameter, read]) => {
    const text = options.get(label)?.trim();
    return text ? [[parameter, read(text)] as const] : [];
  });
  const perNode = /\((\d+) per node\)/.exec(options.get("clients") ?? "")?.[1];
  const switches = words(command).flatMap((word) => (Object.hasOwn(SWITCHES, word) ? [[SWITCHES[word], "yes"]] : []));
  return present({
    ...Object.fromEntries([...fromOptions, ...switches]),
    "tasks-per-node": options.get("clients per node") ?? perNode,
  });
}

export function iorMeasurements(tests: readonly IorTest[]): Measurement[] {
  return tellApart(tests.flatMap(measurementsOf));
}

function measurementsOf({ version, options, command, accesses, suspect }: IorTest): Measurement[] {
  const common = {
    benchmark: "ior",
    ...(version === undefined ? {} : { version }),
    better: "higher" as const,
    parameters: iorParameters(options, command),
    ...(suspect.size === 0 ? {} : { suspect: [...suspect] }),
  };
  return [...accesses].flatMap(([access, { unit, bandwidth, iops, summary }]) => {
    const found: Measurement[] = [];
    if (bandwidth.length > 0) found.push({ ...common, metric: `${access}.bandwidth`, unit, values: bandwidth });
    else if (summary !== undefined) found.push({ ...common, metric: `${access}.bandwidth`, unit, summary });
    if (iops.length > 0 && iops.length === bandwidth.length)
      found.push({ ...common, metric: `${access}.iops`, unit: "ops/s", values: iops });
    return found;
  });
}

/** Every access that was seen or asked for has all its repeats, no more and no fewer. */
export function hasAllRepeats({ options, command, accesses, isBroken }: IorTest): boolean {
  const repetitions = Number(options.get("repetitions"));
  if (isBroken || accesses.size === 0 || !askedFor(command).every((access) => accesses.has(access))) return false;
  return [...accesses.values()].every(
    ({ bandwidth, iops, summary }) =>
      summary !== undefined || (bandwidth.length === repetitions && [0, repetitions].includes(iops.length)),
  );
}

/** What a command line surely asks for; without any word about it IOR writes and reads. */
function askedFor(command: string): string[] {
  const asked = words(command);
  const isSilent = !asked.some((word) => /^-[A-Za-z]*[wrWRf]|^--(?:write|read|check)/.test(word));
  if (asked.length > 0 && isSilent) return ["write", "read"];
  return [asked.includes("-w") ? "write" : "", asked.includes("-r") ? "read" : ""].filter(Boolean);
}

export function iorTool(tests: readonly IorTest[]): Reading["tool"] {
  const version = tests.find((test) => test.version !== undefined)?.version;
  return version === undefined ? { name: "ior" } : { name: "ior", version };
}
