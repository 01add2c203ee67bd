/** What became of a posted run: one line for people, one JSON line for scripts, and the exit code of all of them. */
import type { Fault } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import { EXIT, exitCodeOf } from "./exit.ts";

export type Outcome =
  | {
      readonly kind: "stored" | "duplicate" | "bundled";
      readonly file: string;
      readonly id: string;
      readonly run?: RunDocument;
    }
  | { readonly kind: "refused"; readonly file: string; readonly id?: string; readonly fault: Fault }
  /** Kept on disk; `fault` only with the run that found the service away. */
  | { readonly kind: "spooled"; readonly file: string; readonly run: RunDocument; readonly fault?: Fault }
  | { readonly kind: "waiting"; readonly file: string; readonly runs: number; readonly fault: Fault };

interface Streams {
  readonly out: { write(text: string): unknown };
  readonly errors: { write(text: string): unknown };
}

export function printOutcome(outcome: Outcome, isJson: boolean, { out, errors }: Streams): void {
  if (isJson) {
    out.write(`${JSON.stringify(asJson(outcome))}\n`);
    return;
  }
  const stream = outcome.kind === "refused" || outcome.kind === "waiting" ? errors : out;
  stream.write(`${sentence(outcome)}\n`);
  if (outcome.kind === "refused") {
    for (const { path, detail } of outcome.fault.details) errors.write(`  ${path || "/"} ${detail}\n`);
  }
  if (outcome.kind === "spooled" && outcome.fault !== undefined) errors.write(`tarnish: ${outcome.fault.message}\n`);
}

function sentence(outcome: Outcome): string {
  switch (outcome.kind) {
    case "stored":
      return `stored          ${outcome.file}  ${outcome.id}${describe(outcome.run)}`;
    case "duplicate":
      return `already there   ${outcome.file}  ${outcome.id}`;
    case "bundled":
      return `bundled         ${outcome.file}  ${outcome.id}${describe(outcome.run)}`;
    case "refused":
      return `refused         ${outcome.file}: ${outcome.fault.message}`;
    case "spooled":
      return `spooled         ${outcome.file}  ${outcome.run.id}: the next post delivers it (or tarnish post --drain)`;
    case "waiting":
      return `still spooled   ${outcome.runs} runs: ${outcome.fault.message}`;
  }
}

function describe(run: RunDocument | undefined): string {
  if (run === undefined) return "";
  const skipped = run.skipped?.length ?? 0;
  const count = `  ${run.measurements.length} ${run.measurements.length === 1 ? "measurement" : "measurements"}`;
  const noise = skipped === 0 ? "" : `, ${skipped} ${skipped === 1 ? "remark" : "remarks"}`;
  return `${count}${noise}${run.complete ? "" : ", incomplete: shown, never judged"}`;
}

function asJson(outcome: Outcome): object {
  const { kind, file } = outcome;
  const run = "run" in outcome ? outcome.run : undefined;
  const fault = "fault" in outcome ? outcome.fault : undefined;
  return {
    outcome: kind,
    file,
    ...("id" in outcome ? { id: outcome.id } : {}),
    ...(run === undefined ? {} : { id: run.id, complete: run.complete, measurements: run.measurements.length }),
    ...("runs" in outcome ? { runs: outcome.runs } : {}),
    ...(fault === undefined ? {} : { code: fault.code, message: fault.message, errors: fault.details }),
  };
}

/** The gravest: a right that is missing, then bad input, then a service that is away. */
export function exitCodeOfOutcomes(outcomes: readonly Outcome[]): number {
  const codes = outcomes.flatMap((outcome) => {
    if ("fault" in outcome && outcome.fault !== undefined) return [exitCodeOf(outcome.fault)];
    return outcome.kind === "spooled" ? [EXIT.unavailable] : [];
  });
  const gravest = [EXIT.notPermitted, EXIT.badInput, EXIT.unavailable].find((code) => codes.includes(code));
  return gravest ?? EXIT.ok;
}
