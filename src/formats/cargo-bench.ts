/**
 * The line of Rust's own benchmarks, also of criterion's `--output-format bencher`: the median of an unsaid number of
 * samples. "test a::b ... bench:       1,234 ns/iter (+/- 56)"
 */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { toName } from "./tool-text.ts";

const BENCH = /^test (.+?) +\.\.\. bench: +([\d,]+(?:\.\d+)?) ([nuµμm]?s)\/iter \(\+\/- [\d,.]+\)\s*$/;
const FAILED = /^test .+ \.\.\. FAILED|^error: bench failed/;
const OTHER = /^test .+ \.\.\. (?:ignored|ok|FAILED)|^running \d+ tests?|^test result: /;

export const cargoBench: Format = {
  id: "cargo-bench",
  recognizes: (text) => /^test .+ \.\.\. bench: +[\d,.]+ [nuµμm]?s\/iter/m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const measurements: Measurement[] = [];
    let isBroken = false;
    const lines = text.split("\n");
    lines.forEach((line, index) => {
      const [, name, value = "", unit] = BENCH.exec(line) ?? [];
      if (name !== undefined && unit !== undefined) {
        const summary = { kind: "median" as const, value: Number(value.replaceAll(",", "")), n: 1 };
        measurements.push({ benchmark: toName(name), metric: "time", unit: `${unit}/iter`, better: "lower", summary });
        return;
      }
      isBroken ||= FAILED.test(line) || / bench: /.test(line) || (index === lines.length - 1 && line.trim() !== "");
      if (line.trim() !== "" && !(OTHER.test(line) && !FAILED.test(line)))
        skipped.add(index + 1, FAILED.test(line) ? "a benchmark failed" : "not a benchmark", line);
    });
    return {
      tool: { name: "cargo-bench" },
      measurements: tellApart(measurements),
      complete: measurements.length > 0 && !isBroken && hasAll(text, measurements.length),
      skipped: skipped.list(),
      context: {},
    };
  },
};

/** Rust's own runner says at the end how many it measured; criterion says nothing. */
function hasAll(text: string, read: number): boolean {
  if (!/^running \d+ tests?$/m.test(text)) return true;
  return [...text.matchAll(/^test result: .*; (\d+) measured;/gm)].length > 0 && read > 0;
}
