/** What a verdict is a function of, as one hash: runs are named once, and series say which of them and with what value. */
import type { GateRun, LandingQuestion } from "../gate/landing.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import { contentHash } from "./identify.ts";

/** `sha256:` and 64 hex digits. */
export function inputsOf(question: LandingQuestion, sha256: (text: string) => string, engine = ENGINE_VERSION): string {
  const places = new Map<string, number>();
  const runs: string[] = [];
  const placeOf = ({ run, block }: GateRun): number => {
    const before = places.get(run);
    if (before !== undefined) return before;
    places.set(run, places.size);
    runs.push(run, block);
    return places.size - 1;
  };
  const sideOf = (side: readonly GateRun[]): number[] => {
    const said: number[] = [];
    for (const run of side) said.push(placeOf(run), run.value);
    return said;
  };
  const { series, ...landing } = question;
  const sides = series.map(({ baseline, parent, candidate, ...rest }) => [
    contentHash(rest, sha256),
    sideOf(baseline),
    sideOf(parent),
    sideOf(candidate),
  ]);
  const all = [contentHash(landing, sha256), runs, sides, engine];
  return `sha256:${sha256(JSON.stringify(all))}`;
}
