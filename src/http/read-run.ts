/** The bytes of a run's document become what is stored of it, or a refusal that names every fault. */
import { type DigestedRun, digestRun } from "../actions/digest-run.ts";
import { digestFamiliar, type FamiliarMeasurements, familiarOf } from "../actions/familiar-run.ts";
import { rememberedSeries } from "../actions/identify.ts";
import type { RunDocument } from "../model/run.ts";
import { RunBody } from "../wire/run.ts";
import { parseJson, utf8, validated } from "./body.ts";
import { compiled } from "./compiled.ts";
import { cutRun, type RunTemplate, templateKey, templateOf } from "./run-template.ts";

type Hash = (text: string) => string;
type SeriesList = DigestedRun["series"];

interface Familiar {
  readonly template: RunTemplate;
  readonly measurements: FamiliarMeasurements;
  /** Lists of series that runs of this text had. */
  readonly series: WeakSet<SeriesList>;
}

/** By the key of the template. */
const known = new Map<string, Familiar>();
const MOST_CHARACTERS = 16 * 2 ** 20;
let characters = 0;

const schema = compiled(RunBody);
const body = () => schema() ?? RunBody;

export function readRun(bytes: Uint8Array, sha256: Hash): DigestedRun {
  const text = utf8(bytes);
  return readFamiliar(text, sha256) ?? readAnew(text, sha256);
}

function readAnew(text: string, sha256: Hash): DigestedRun {
  const run = validated(body(), parseJson(text)) as RunDocument;
  const digested = digestRun(run, sha256);
  keepInMind(text, run, digested.series);
  return digested;
}

/** A run is valid when it is with its first measurement alone, and the others are what they were in a valid one. */
function readFamiliar(text: string, sha256: Hash): DigestedRun | undefined {
  const familiar = known.get(templateKey(text) ?? "");
  const cut = familiar && cutRun(text, familiar.template);
  const run = cut && validRun(cut.head);
  if (!run) return undefined;
  const series = rememberedSeries(run, cut.values.length, sha256);
  if (!series || !familiar.series.has(series)) return undefined;
  return digestFamiliar(run, { series, familiar: familiar.measurements, texts: cut.values }, sha256);
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

function keepInMind(text: string, { measurements }: RunDocument, series: SeriesList): void {
  const key = templateKey(text);
  if (key === undefined || measurements.length < 2) return;
  const before = known.get(key);
  if (before && cutRun(text, before.template)) before.series.add(series);
  else learn(key, text, measurements)?.series.add(series);
}

function learn(key: string, text: string, measurements: RunDocument["measurements"]): Familiar | undefined {
  const [written, template] = [familiarOf(measurements), templateOf(text, measurements.length)];
  if (!written || !template) return undefined;
  const familiar = { template, measurements: written, series: new WeakSet<SeriesList>() };
  characters += text.length;
  if (characters > MOST_CHARACTERS) {
    known.clear();
    characters = text.length;
  }
  known.set(key, familiar);
  return familiar;
}
