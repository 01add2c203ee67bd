/** The only list of formats, and the front door: whose output is this text, and what does it say? */
import { Fault } from "../model/fault.ts";
import { asv } from "./asv.ts";
import { auster } from "./auster.ts";
import { bmf } from "./bmf.ts";
import { bonnie } from "./bonnie.ts";
import { cargoBench } from "./cargo-bench.ts";
import { cleanText } from "./clean-text.ts";
import { createmany } from "./createmany.ts";
import { criterion } from "./criterion.ts";
import { dbench } from "./dbench.ts";
import { dd } from "./dd.ts";
import { declinedAfter, declinedBefore } from "./declined.ts";
import { fio } from "./fio.ts";
import type { Format, Reading } from "./format.ts";
import { githubActionBenchmark } from "./github-action-benchmark.ts";
import { goBench } from "./go-bench.ts";
import { googleBenchmark } from "./google-benchmark.ts";
import { hyperfine } from "./hyperfine.ts";
import { io500 } from "./io500.ts";
import { ior } from "./ior.ts";
import { iozone } from "./iozone.ts";
import { jmh } from "./jmh.ts";
import { lst } from "./lst.ts";
import { lstSurvey } from "./lst-survey.ts";
import { mdsSurvey } from "./mds-survey.ts";
import { mdsrate } from "./mdsrate.ts";
import { mdtest } from "./mdtest.ts";
import { mlperfStorage } from "./mlperf-storage.ts";
import { obdfilterSurvey } from "./obdfilter-survey.ts";
import { otava } from "./otava.ts";
import { pgbench } from "./pgbench.ts";
import { phoronix } from "./phoronix.ts";
import { pyperf } from "./pyperf.ts";
import { pytestBenchmark } from "./pytest-benchmark.ts";
import { sgpddSurvey } from "./sgpdd-survey.ts";
import { sysbench } from "./sysbench.ts";
import { table } from "./table.ts";
import { tinybench } from "./tinybench.ts";
import { undoubled } from "./undoubled.ts";
import { vitest } from "./vitest.ts";
import { wrk } from "./wrk.ts";

export const FORMATS: readonly Format[] = [
  ior,
  mdtest,
  fio,
  io500,
  obdfilterSurvey,
  sgpddSurvey,
  mdsSurvey,
  lst,
  lstSurvey,
  mdsrate,
  createmany,
  iozone,
  dbench,
  bonnie,
  dd,
  mlperfStorage,
  auster,
  googleBenchmark,
  hyperfine,
  pytestBenchmark,
  pyperf,
  jmh,
  criterion,
  cargoBench,
  goBench,
  vitest,
  tinybench,
  wrk,
  sysbench,
  pgbench,
  phoronix,
  bmf,
  asv,
  githubActionBenchmark,
  otava,
  table,
];

/** Never a guess: by content alone exactly one format is sure, or none, or several. */
export type Recognition =
  | { readonly kind: "format"; readonly format: Format }
  | { readonly kind: "none" }
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] };

export function recognize(text: string): Recognition {
  const sure = FORMATS.filter((format) => format.recognizes(text));
  const [format] = sure;
  if (format === undefined) return { kind: "none" };
  return sure.length === 1 ? { kind: "format", format } : { kind: "ambiguous", ids: sure.map(({ id }) => id) };
}

export interface ToolOutput {
  readonly format: string;
  readonly reading: Reading;
}

/** Throws a Fault when the text is empty, no format or several recognise it, it is declined, or `formatId` is unknown. */
export function readOutput(text: string, formatId?: string): ToolOutput {
  const clean = cleanText(text);
  if (clean.trim() === "") throw new Fault("invalid", "The file is empty: there is nothing to read.");
  const once = undoubled(clean);
  const format = formatId === undefined ? formatOf(once ?? clean) : formatNamed(formatId);
  const reading = format.read(once ?? clean);
  if (reading.declined !== undefined) throw new Fault("invalid", reading.declined);
  return { format: format.id, reading: once === undefined ? reading : withNote(reading, once) };
}

function withNote(reading: Reading, once: string): Reading {
  const line = once.split("\n").length;
  const why = "the same output again, letter by letter: counted once";
  return { ...reading, skipped: [...reading.skipped, { line, why }] };
}

function formatNamed(id: string): Format {
  const format = FORMATS.find((known) => known.id === id);
  if (format === undefined) throw new Fault("invalid", `No format is called "${id}": use one of ${knownIds()}.`);
  return format;
}

function formatOf(text: string): Format {
  const quotation = declinedBefore(text);
  if (quotation !== undefined) throw new Fault("invalid", quotation);
  const recognition = recognize(text);
  switch (recognition.kind) {
    case "format":
      return recognition.format;
    case "none":
      throw new Fault(
        "invalid",
        declinedAfter(text) ?? `No known tool printed this: Tarnish reads the outputs of ${knownIds()}.`,
      );
    case "ambiguous":
      throw new Fault(
        "invalid",
        `This looks like the output of ${recognition.ids.join(" and ")} at once: say which with --format, or split it.`,
      );
  }
}

const knownIds = () => FORMATS.map(({ id }) => id).join(", ");
