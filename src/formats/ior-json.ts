/**
 * IOR's `-O summaryFormat=JSON`. In 3.3 the results are an array per repeat, in 4.x one flat array. Real files are
 * often no JSON: stonewall messages inside, quotes in the command line, a killed run.
 */
import type { Reading } from "./format.ts";
import { hasAllRepeats, type IorAccess, type IorTest, iorMeasurements, iorTool } from "./ior-measurements.ts";
import { type JsonDocument, jsonDocuments } from "./json-documents.ts";
import { fields, list } from "./json-fields.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { present, toInstant, toNumber } from "./tool-text.ts";

export function readIorJson(text: string): Reading {
  const skipped = skippedLines();
  const documents = onlyOnce(jsonDocuments(text, skipped), skipped);
  const runs = documents.map((document) => readDocument(document, skipped));
  const tests = runs.flatMap(({ tests }) => tests);
  const first = runs.at(0);
  return {
    tool: iorTool(tests),
    measurements: iorMeasurements(tests),
    complete: runs.length > 0 && runs.every(({ complete }) => complete),
    skipped: skipped.list(),
    ...present({ startedAt: first?.startedAt, finishedAt: runs.at(-1)?.finishedAt }),
    context: first?.context ?? {},
  };
}

/** A run says when it began: the same document again is a file that was written twice. */
function onlyOnce(documents: readonly JsonDocument[], skipped: SkippedLines): JsonDocument[] {
  const seen = new Set<string>();
  return documents.filter(({ value, line, closed }) => {
    const content = JSON.stringify(value) ?? "";
    const isAgain = closed && seen.has(content);
    if (isAgain) skipped.add(line, "the same run again, letter by letter: counted once");
    seen.add(content);
    return !isAgain;
  });
}

function readDocument({ value, line, closed }: JsonDocument, skipped: SkippedLines) {
  const root = fields(value);
  const command = text(root["Command line"]) ?? "";
  const tests = list(root["tests"]).map((test): IorTest => {
    const options = new Map(Object.entries(fields(fields(test)["Options"])).map(([key, of]) => [key, String(of)]));
    const version = /^\d[\w.+~-]{0,80}$/.exec(text(root["Version"]) ?? "")?.[0];
    return {
      version,
      options,
      command,
      accesses: readResults(fields(test)["Results"], line, skipped),
      suspect: new Set(),
      isBroken: false,
    };
  });
  const finished = text(root["Finished"]);
  return {
    tests,
    complete: closed && finished !== undefined && tests.length > 0 && tests.every(hasAllRepeats),
    startedAt: toInstant(text(root["Began"]) ?? ""),
    finishedAt: toInstant(finished ?? ""),
    context: present({ command, machine: text(root["Machine"]) }),
  };
}

function readResults(results: unknown, line: number, skipped: SkippedLines): Map<string, IorAccess> {
  const accesses = new Map<string, IorAccess>();
  for (const result of list(results).flatMap((repeat) => (Array.isArray(repeat) ? repeat : [repeat]))) {
    const { access, bwMiB, iops } = fields(result);
    if (access !== "write" && access !== "read") continue;
    const bandwidth = toNumber(bwMiB);
    if (bandwidth === undefined || bandwidth <= 0) {
      skipped.add(line, `a ${access} result of this document without a bandwidth`);
      continue;
    }
    const found = accesses.get(access) ?? { unit: "MiB/s", bandwidth: [], iops: [] };
    accesses.set(access, found);
    found.bandwidth.push(bandwidth);
    const rate = toNumber(iops);
    if (rate !== undefined && rate > 0) found.iops.push(rate);
  }
  return accesses;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
