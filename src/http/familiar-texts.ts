/** Texts of runs that were read before, around their figures: the newest of them, within bounds. */

import { canonical } from "../actions/canonical.ts";
import type { DigestedRun } from "../actions/digest-run.ts";
import { type FamiliarMeasurements, familiarOf, figuresOf } from "../actions/familiar-run.ts";
import type { RunDocument } from "../model/run.ts";
import { type CutRun, cutRun, type RunTemplate, templateKey, templateOf } from "./run-template.ts";

type SeriesList = DigestedRun["series"];

interface Familiar {
  readonly template: RunTemplate;
  readonly measurements: FamiliarMeasurements;
  /** Lists of series that runs of this text had. */
  readonly series: WeakSet<SeriesList>;
  /** Of memory, about. */
  readonly bytes: number;
}

/** Runs that begin alike may go on differently, from rig to rig. */
const MOST_ALIKE = 8;
const MOST_BYTES = 64 * 2 ** 20;
/** Characters of a run that is worth it: a longer one comes rarely. */
const LONGEST = 4 * 2 ** 20;

/** By the key of the template; those of one key, the newest first. */
const known = new Map<string, readonly Familiar[]>();
let bytes = 0;

export interface Recognized {
  readonly cut: CutRun;
  readonly figures: readonly (readonly number[])[];
  readonly measurements: FamiliarMeasurements;
  /** Whether a run of this text had these series. */
  had(series: SeriesList): boolean;
}

/** Undefined for a text that nobody knows, and where something else than figures stands in the place of figures. */
export function recognized(text: string): Recognized | undefined {
  const found = foundIn(known.get(templateKey(text) ?? "") ?? [], text);
  if (!found) return undefined;
  const { familiar, cut, figures } = found;
  return { cut, figures, measurements: familiar.measurements, had: (series) => familiar.series.has(series) };
}

function foundIn(some: readonly Familiar[], text: string) {
  for (const familiar of some) {
    const cut = cutRun(text, familiar.template);
    const figures = cut && figuresOf(cut.values);
    if (figures) return { familiar, cut, figures };
  }
  return undefined;
}

/** `run`: what the text says, whose series are `series`. Where figures stand the text says nothing but figures, or it is not kept. */
export function keepInMind(text: string, { measurements }: RunDocument, series: SeriesList): void {
  const key = templateKey(text);
  if (key === undefined || measurements.length < 2 || text.length > LONGEST) return;
  const alike = known.get(key) ?? [];
  const familiar = foundIn(alike, text)?.familiar ?? learnt(text, measurements);
  if (!familiar) return;
  familiar.series.add(series);
  const others = alike.filter((one) => one !== familiar);
  const kept = [familiar, ...others].slice(0, MOST_ALIKE);
  known.delete(key); // the Map keeps the old key, and the text that it is part of, otherwise
  known.set(key, kept);
  bytes += sizeOf(kept) - sizeOf(alike);
  for (const [oldest, some] of known) {
    if (bytes <= MOST_BYTES) break;
    known.delete(oldest);
    bytes -= sizeOf(some);
  }
}

const sizeOf = (some: readonly Familiar[]): number => some.reduce((sum, one) => sum + one.bytes, 0);

function learnt(text: string, measurements: RunDocument["measurements"]): Familiar | undefined {
  const [written, template] = [familiarOf(measurements), templateOf(text, measurements.length)];
  const cut = template && cutRun(text, template);
  if (!written || !cut || !figuresOf(cut.values) || !saysSo(template, cut, measurements)) return undefined;
  const size = 4 * text.length + 400 * measurements.length;
  return { template, measurements: written, series: new WeakSet<SeriesList>(), bytes: size };
}

/** What was cut out is the list of measurements that was read, and no other of the text. */
function saysSo(
  { pieces, first }: RunTemplate,
  { values }: CutRun,
  measurements: RunDocument["measurements"],
): boolean {
  const text = pieces.map((piece, at) => `${piece}${values[at] ?? ""}`).join("");
  try {
    return canonical(JSON.parse(`[${text.slice(first.from)}`)) === canonical(measurements);
  } catch {
    return false; // where a key comes twice, what was cut out may be no list at all
  }
}
