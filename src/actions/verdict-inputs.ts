/** What a verdict is a function of, as one hash: runs are named once, and series say which of them and with what value. */
import { columnsOf } from "../detect/run-columns.ts";
import type { ReleaseQuestion } from "../gate/judge-release.ts";
import type { GateRun, LandingQuestion } from "../gate/landing.ts";
import { namesOf, type RunNames } from "../gate/run-names.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import { contentHash } from "./identify.ts";

/** `sha256:` and 64 hex digits. */
export function inputsOf(question: LandingQuestion, sha256: (text: string) => string, engine = ENGINE_VERSION): string {
  const named = new NamedRuns();
  const { series, ...landing } = question;
  const sides = series.map(({ baseline, parent, candidate, ...rest }) =>
    named.told(contentHash(rest, sha256), [baseline, parent, candidate]),
  );
  return `sha256:${sha256(listed([contentHash(landing, sha256), named.runs], sides, engine))}`;
}

/** The same of a release's verdict. */
export function releaseInputsOf(question: ReleaseQuestion, sha256: (text: string) => string): string {
  const named = new NamedRuns();
  const { series, ...release } = question;
  const sides = series.map(({ question: { baseline, history, candidate, ...asked }, ...rest }) =>
    named.told(contentHash(asJson({ asked, ...rest }), sha256), [baseline, history, candidate]),
  );
  return `sha256:${sha256(listed([contentHash(asJson(release), sha256), named.runs], sides, ENGINE_VERSION))}`;
}

/** As JSON: what is the whole's, then the series, then the engine's version. `sides` are JSON already. */
const listed = (whole: readonly unknown[], sides: readonly string[], engine: string): string =>
  `[${whole.map((one) => JSON.stringify(one)).join()},[${sides.join()}],${JSON.stringify(engine)}]`;

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Runs in the order in which they are first named, each with its block. */
class NamedRuns {
  /** Ids and blocks by turns. */
  readonly runs: string[] = [];
  readonly #places = new Map<string, number>();
  /** The series of a rig have the same runs on a side. */
  readonly #sides = new Map<RunNames, readonly number[]>();

  /** A series as JSON: the hash of what it is besides, and of each side places and values by turns. */
  told(hash: string, sides: readonly (readonly GateRun[])[]): string {
    return `[${JSON.stringify(hash)},${sides.map((side) => textOf(side, this.#placesOf(namesOf(side)))).join()}]`;
  }

  #placesOf(names: RunNames): readonly number[] {
    const known = this.#sides.get(names);
    if (known !== undefined) return known;
    const places = names.ids.map((run, at) => this.#placeOf(run, names.blocks[at] as string));
    this.#sides.set(names, places);
    return places;
  }

  #placeOf(run: string, block: string): number {
    const before = this.#places.get(run);
    if (before !== undefined) return before;
    this.#places.set(run, this.#places.size);
    this.runs.push(run, block);
    return this.#places.size - 1;
  }
}

const texts = new WeakMap<readonly GateRun[], { readonly places: readonly number[]; readonly text: string }>();

/** A list that candidates share is mostly at the same places, and written once. */
function textOf(side: readonly GateRun[], places: readonly number[]): string {
  const before = texts.get(side);
  if (before !== undefined && isSame(before.places, places)) return before.text;
  const { values } = columnsOf(side);
  const all = new Array<number>(2 * side.length);
  for (let at = 0; at < side.length; at++) {
    all[2 * at] = places[at] as number;
    all[2 * at + 1] = values[at] as number;
  }
  const text = JSON.stringify(all);
  texts.set(side, { places, text });
  return text;
}

const isSame = (some: readonly number[], others: readonly number[]): boolean =>
  some === others || (some.length === others.length && some.every((one, at) => one === others[at]));
