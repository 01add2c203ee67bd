/** The Phoronix Test Suite's composite.xml: a result for each test, its runs between colons. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toName, toNumber } from "./tool-text.ts";

const BETTER: Readonly<Record<string, Measurement["better"]>> = { HIB: "higher", LIB: "lower" };
/** Scales that are units of ours; every other one compares with itself. */
const UNITS: Readonly<Record<string, string>> = {
  seconds: "s",
  milliseconds: "ms",
  microseconds: "us",
  nanoseconds: "ns",
};
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export const phoronix: Format = {
  id: "phoronix",
  recognizes: (text) => /<Result>/.test(text) && /<Proportion>(?:HIB|LIB)<\/Proportion>/.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const [head = "", ...parts] = text.split("<Result>");
    let line = head.split("\n").length;
    const names = new Set<string>();
    const measurements = parts.flatMap((part) => {
      const at = line;
      line += part.split("\n").length - 1;
      const end = part.indexOf("</Result>");
      return end === -1 ? [] : resultOf(part.slice(0, end), at, names, skipped);
    });
    const isWhole = !head.includes("<PhoronixTestSuite") || /<\/PhoronixTestSuite>\s*$/.test(text);
    return {
      ...(names.size > 1 ? { declined: severalRuns(names) } : {}),
      tool: { name: "phoronix-test-suite", ...version(head) },
      measurements: tellApart(measurements),
      complete:
        isWhole && measurements.length > 0 && /<\/Result>[^<]*(?:<\/[^<]*)*$/.test(parts.at(-1)?.slice(-200) ?? ""),
      skipped: skipped.list(),
      context: present({ title: field(head, "Title"), entry: [...names][0] }),
    };
  },
};

const severalRuns = (names: ReadonlySet<string>): string =>
  `This holds the results of several systems or runs (${[...names].slice(0, 3).join(", ")}): export each alone and post it.`;

function version(head: string): { version?: string } {
  const said = field(head, "TestClient")?.split(" ").at(-1);
  return said === undefined ? {} : { version: toName(said).slice(0, 100) };
}

/** Monitored figures (temperatures, power) have no identifier, and no direction that a landing could be judged by. */
function resultOf(text: string, line: number, names: Set<string>, skipped: SkippedLines): Measurement[] {
  const dataAt = text.indexOf("<Data>");
  const about = dataAt === -1 ? text : text.slice(0, dataAt);
  const [identifier, scale = "", title = ""] = ["Identifier", "Scale", "Title"].map((name) => field(about, name));
  const better = BETTER[field(about, "Proportion") ?? ""];
  if (identifier === undefined) return skip(skipped, line, "a monitored figure, not a test", title);
  if (better === undefined) return skip(skipped, line, "a result without a better direction", identifier);
  const [, profile = identifier, profileVersion = ""] = /^(.+)-(\d[\w.]*)$/.exec(identifier) ?? [];
  const parameters = present({ description: field(about, "Description"), application: field(about, "AppVersion") });
  return entriesOf(text.slice(dataAt)).flatMap((entry): Measurement[] => {
    const values = valuesOf(entry);
    if (values.length === 0) return skip(skipped, line, "a result without a value", identifier);
    names.add(field(entry, "Identifier") ?? "");
    return [
      {
        benchmark: toName(profile),
        metric: "result",
        unit: UNITS[scale.toLowerCase()] ?? toName(scale).slice(0, 60),
        better,
        ...(profileVersion === "" ? {} : { version: profileVersion.slice(0, 100) }),
        ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
        values,
      },
    ];
  });
}

function skip(skipped: SkippedLines, line: number, cause: string, text: string): [] {
  skipped.add(line, cause, text);
  return [];
}

const entriesOf = (data: string): string[] =>
  data
    .split("<Entry>")
    .slice(1)
    .flatMap((entry) => (entry.includes("</Entry>") ? [entry.split("</Entry>")[0] ?? ""] : []));

/** All runs, or the rounded figure where they were not kept. A run that is no number leaves none: which one, nobody knows. */
function valuesOf(entry: string): number[] {
  const raw = field(entry, "RawString")?.split(":") ?? [];
  const runs = raw.flatMap((run) => toNumber(run) ?? []);
  if (raw.length > 0) return runs.length === raw.length ? runs : [];
  const value = toNumber(field(entry, "Value"));
  return value === undefined ? [] : [value];
}

/** Undefined when there is no such element, or an empty one. */
function field(text: string, name: string): string | undefined {
  const [, rest] = text.split(`<${name}>`, 2);
  const end = rest?.indexOf(`</${name}>`) ?? -1;
  const content = end === -1 ? "" : (rest?.slice(0, end) ?? "");
  const plain = content.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? "").trim();
  return plain === "" ? undefined : plain;
}
