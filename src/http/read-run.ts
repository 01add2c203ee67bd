/** The bytes of a run's document become what is stored of it, or a refusal that names every fault. */
import { type DigestedRun, digestRun } from "../actions/digest-run.ts";
import { digestFamiliar } from "../actions/familiar-run.ts";
import { rememberedSeries } from "../actions/identify.ts";
import type { RunDocument, RunHead } from "../model/run.ts";
import { RunBody } from "../wire/run.ts";
import { parseJson, utf8, validated } from "./body.ts";
import { compiled } from "./compiled.ts";
import { keepInMind, recognized } from "./familiar-texts.ts";

export interface RunReading {
  sha256(text: string): string;
  /** Throws where the caller may not post this run: nothing of it is remembered then. */
  admit(run: RunHead): void;
}

const body = compiled(RunBody);

export function readRun(bytes: Uint8Array, reading: RunReading): DigestedRun {
  const text = utf8(bytes);
  return readFamiliar(text, reading) ?? readAnew(text, reading);
}

function readAnew(text: string, { sha256, admit }: RunReading): DigestedRun {
  const run = validated(body(), parseJson(text)) as RunDocument;
  admit(run);
  const digested = digestRun(run, sha256);
  keepInMind(text, run, digested.series);
  return digested;
}

/** A run is valid when it is with its first measurement alone, and the others are what they were in a valid one. */
function readFamiliar(text: string, { sha256, admit }: RunReading): DigestedRun | undefined {
  const known = recognized(text);
  const run = known && validRun(known.cut.head);
  if (!run) return undefined;
  admit(run);
  const { cut, figures, measurements } = known;
  const series = rememberedSeries(run, figures.length, sha256);
  if (!series || !known.had(series)) return undefined;
  return digestFamiliar(run, { series, familiar: measurements, figures, texts: cut.values }, sha256);
}

/** Undefined for what is no valid run: why is told by reading all of it. */
function validRun(head: string): RunDocument | undefined {
  let value: unknown;
  try {
    value = parseJson(head);
  } catch {
    return undefined;
  }
  const parsed = body().safeParse(value);
  return parsed.success ? (parsed.data as RunDocument) : undefined;
}
