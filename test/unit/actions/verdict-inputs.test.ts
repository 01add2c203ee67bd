import { expect, test } from "vitest";
import { contentHash } from "../../../src/actions/identify.ts";
import { inputsOf } from "../../../src/actions/verdict-inputs.ts";
import { sha256 } from "../../../src/entry/sha256.ts";
import { seeded } from "../../simulator/random.ts";
import { drawRuns, landingOf, oneSeries } from "../gate/rig.ts";

test("the hash is that of one JSON text, also where a list of runs was told before, at these places or at others", () => {
  const [one, other] = [oneSeries({ perBlock: [2, 1] }, {}, 1), oneSeries({ factor: 0.9 }, {}, 2)];
  const fresh = { ...one, candidate: drawRuns(seeded(3), { name: "patchset 2", perBlock: [3] }) };
  for (const series of [[one, other], [one, other], [other, one], [fresh, other], [one]]) {
    const question = landingOf(series);
    const { series: _, ...landing } = question;
    const places = new Map<string, number>();
    const runs: string[] = [];
    const sides = series.map(({ baseline, parent, candidate, ...rest }) => [
      contentHash(rest, sha256),
      ...[baseline, parent, candidate].map((side) =>
        side.flatMap(({ run, block, value }) => {
          if (!places.has(run)) runs.push(run, block);
          places.set(run, places.get(run) ?? places.size);
          return [places.get(run), value];
        }),
      ),
    ]);
    const text = JSON.stringify([contentHash(landing, sha256), runs, sides, "7"]);
    expect(inputsOf(question, sha256, "7")).toBe(`sha256:${sha256(text)}`);
  }
});
