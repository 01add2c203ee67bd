/** The messages of `cargo criterion --message-format=json`: one JSON document a line. */
import type { Measurement } from "../model/run.ts";
import type { Reading } from "./format.ts";
import { jsonDocuments } from "./json-documents.ts";
import { fields, list, textOf } from "./json-fields.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { toName, toNumber } from "./tool-text.ts";

export function readCriterionMessages(text: string): Reading {
  const skipped = skippedLines();
  const documents = jsonDocuments(text, skipped);
  const measurements = documents.flatMap(({ value, line, closed }): Measurement[] => {
    const message = fields(value);
    if (message["reason"] !== "benchmark-complete" || !closed) return [];
    const values = perIteration(list(message["measured_values"]), list(message["iteration_count"]));
    const unit = textOf(message["unit"]);
    if (values.length === 0 || unit === undefined) {
      skipped.add(line, "a benchmark without samples", textOf(message["id"]) ?? "");
      return [];
    }
    return [
      { benchmark: toName(message["id"]), metric: "time", unit: toName(unit).slice(0, 50), better: "lower", values },
    ];
  });
  const complete = documents.filter(({ value }) => fields(value)["reason"] === "benchmark-complete").length;
  return {
    tool: { name: "criterion" },
    measurements: tellApart(measurements),
    complete: measurements.length > 0 && measurements.length === complete && documents.every(({ closed }) => closed),
    skipped: skipped.list(),
    context: {},
  };
}

/** [] unless every sample has its count. */
function perIteration(totals: readonly unknown[], counts: readonly unknown[]): number[] {
  const values = totals.flatMap((total, index) => {
    const [sum, count] = [toNumber(total), toNumber(counts[index])];
    return sum === undefined || count === undefined || count <= 0 ? [] : [sum / count];
  });
  return values.length === totals.length && totals.length === counts.length ? values : [];
}
