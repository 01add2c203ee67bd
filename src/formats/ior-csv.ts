/** IOR's `-O summaryFormat=CSV`: one row a repeat, no version, host or options: the rig has to say those. */
import type { Reading } from "./format.ts";
import { type IorAccess, iorMeasurements } from "./ior-measurements.ts";
import { skippedLines } from "./skipped-lines.ts";
import { toNumber } from "./tool-text.ts";

export const IOR_CSV_HEADER = /^access,bw\(MiB\/s\),.*\bnumTasks\b/m;

export function readIorCsv(text: string): Reading {
  const skipped = skippedLines();
  const tests = new Map<string, { options: Map<string, string>; accesses: Map<string, IorAccess> }>();
  let columns: string[] = [];
  text.split("\n").forEach((line, index) => {
    if (IOR_CSV_HEADER.test(line)) {
      columns = line.trim().split(",");
      return;
    }
    if (line.trim() === "") return;
    const cells = line.trim().split(",");
    const cell = (name: string) => cells[columns.indexOf(name)];
    const bandwidth = toNumber(cell("bw(MiB/s)"));
    const access = cells[0] ?? "";
    if (cells.length !== columns.length || !/^(?:write|read)$/.test(access) || !bandwidth || bandwidth < 0) {
      skipped.add(index + 1, "not a row of results", line);
      return;
    }
    const options = optionsOf(cell);
    const key = [...options.values()].join();
    const test = tests.get(key) ?? { options, accesses: new Map<string, IorAccess>() };
    tests.set(key, test);
    const results = test.accesses.get(access) ?? { unit: "MiB/s", bandwidth: [], iops: [] };
    test.accesses.set(access, results);
    results.bandwidth.push(bandwidth);
    const iops = toNumber(cell("IOPS"));
    if (iops !== undefined && iops > 0) results.iops.push(iops);
  });
  const found = [...tests.values()].map((test) => ({
    ...test,
    version: undefined,
    command: "",
    suspect: new Set<string>(),
  }));
  const repeats = found.flatMap(({ accesses }) => [...accesses.values()].map(({ bandwidth }) => bandwidth.length));
  return {
    tool: { name: "ior" },
    measurements: iorMeasurements(found),
    // The CSV does not say how many repeats there should be: a broken row or uneven accesses tell of a cut.
    complete: repeats.length > 0 && new Set(repeats).size === 1 && skipped.list().length === 0,
    skipped: skipped.list(),
    context: {},
  };
}

function optionsOf(cell: (name: string) => string | undefined): Map<string, string> {
  const kibibytes = (name: string) => `${(toNumber(cell(name)) ?? 0) * 1024} bytes`;
  return new Map([
    ["tasks", cell("numTasks") ?? ""],
    ["xfersize", kibibytes("xfer(KiB)")],
    ["blocksize", kibibytes("block(KiB)")],
  ]);
}
