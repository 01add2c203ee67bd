/** iozone: the throughput mode ("Children see throughput for 12 readers") and the matrix of -a. KiB/s, labelled kB/s. */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { isMatrixTitle, matrixColumns, readMatrixRow } from "./iozone-matrix.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present } from "./tool-text.ts";

const THROUGHPUT =
  /^[ \t]*(Children see|Parent sees) throughput for +(\d+) ([a-z][a-z -]*?)\s+= *([\d.]+) ([kK]B(?:ytes)?|[kK]bytes|ops)\/sec\s*$/;
const OWN =
  /^[ \t]*(?:(?:Min|Max|Avg) (?:throughput|xfer)|CPU utilization|Iozone|Version|Compiled|Contributors|Run began|Command line|Output is|Time Resolution|Processor cache|File s|Record Size|Auto Mode|Throughput test|Each process|Children see|Parent sees)/i;
const END = /^iozone test complete\.$/m;

export const iozone: Format = {
  id: "iozone",
  recognizes: (text) =>
    /^[ \t]*Children see throughput for +\d+ /m.test(text) ||
    /^[ \t]*Iozone: Performance Test of File I\/O/m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const version = /^[ \t]*Version \$Revision: ([\d.]{1,20}) \$/m.exec(text)?.[1];
    const common = {
      benchmark: "iozone",
      ...(version === undefined ? {} : { version }),
      better: "higher" as const,
    };
    const { measurements, isBroken } = readLines(text, common, skipped);
    const isEnded = END.test(text);
    if (!isEnded) skipped.add(text.split("\n").length, 'the end is missing: "iozone test complete."');
    return {
      tool: version === undefined ? { name: "iozone" } : { name: "iozone", version },
      measurements: tellApart(measurements),
      complete: measurements.length > 0 && isEnded && !isBroken,
      skipped: skipped.list(),
      context: present({ command: /^[ \t]*Command line used: (.+)$/m.exec(text)?.[1]?.trim() }),
    };
  },
};

type Common = Pick<Measurement, "benchmark" | "version" | "better">;

function readLines(text: string, common: Common, skipped: SkippedLines) {
  const measurements: Measurement[] = [];
  const settings = present({
    record: /^[ \t]*Record Size (\d+) [kK]B/m.exec(text)?.[1]?.concat("KiB"),
    file: /^[ \t]*File size set to (\d+) [kK]B/m.exec(text)?.[1]?.concat("KiB"),
  });
  const isInBytes = !/^[ \t]*Output is in (?:Operations|Microseconds)/im.test(text);
  let columns: readonly string[] = [];
  let isBroken = false;
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const isTitle = isMatrixTitle(line);
    if (isTitle) columns = matrixColumns(lines[index - 1] ?? "", line);
    const row = index < lines.length - 1 && isInBytes ? matrixRow(line, columns, common) : [];
    const found = [...row, ...throughputOf(line, common, settings)];
    measurements.push(...found);
    if (found.length > 0 || isTitle) return;
    isBroken ||= /^[ \t]*(?:Children see|Error )/.test(line);
    if (line.trim() !== "" && !OWN.test(line)) skipped.add(index + 1, "not a throughput", line);
  });
  return { measurements, isBroken };
}

/** Where -O or -N print operations or microseconds in the same table, it is left out. */
function matrixRow(line: string, columns: readonly string[], common: Common): Measurement[] {
  const { parameters = {}, values = [] } = readMatrixRow(line, columns) ?? {};
  return values.map(([test, value]) => ({
    ...common,
    metric: `${test}.bandwidth`,
    unit: "KiB/s",
    parameters,
    values: [value],
  }));
}

function throughputOf(line: string, common: Common, settings: Record<string, string>): Measurement[] {
  const [, who, processes = "", test = "", value, unit] = THROUGHPUT.exec(line) ?? [];
  if (who === undefined || Number(value) <= 0) return [];
  const name = test.trim().replace(/\s+/g, "-");
  const kind = unit === "ops" ? "rate" : "bandwidth";
  return [
    {
      ...common,
      metric: who.startsWith("Children") ? `${name}.${kind}` : `${name}.parent-${kind}`,
      unit: unit === "ops" ? "ops/s" : "KiB/s",
      parameters: { processes, ...settings },
      values: [Number(value)],
    },
  ];
}
