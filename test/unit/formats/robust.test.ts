import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMATS, readOutput, recognize } from "../../../src/formats/index.ts";
import { RunBody } from "../../../src/wire/run.ts";
import { mayLookWhole, maySayOthers, numbersOf } from "./cuts.ts";
import { FIXTURES, samplesOf } from "./fixtures.ts";

const SAMPLES = samplesOf();
const SEED = 20_261_121;

/** Cut, swapped lines, a repeated stretch, changed characters: what happens to logs. */
const damaged = fc
  .record({
    sample: fc.constantFrom(...SAMPLES),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    how: fc.constantFrom("cut", "behead", "swap", "repeat", "drop", "mutate", "noise"),
    text: fc.string({ maxLength: 12, unit: "binary" }),
  })
  .map(({ sample, at, to, how, text }) => ({ sample, how, damaged: damage(sample.text, at, to, how, text) }));

function damage(text: string, at: number, to: number, how: string, piece: string): string {
  const lines = text.split("\n");
  const [from, until] = [at, to].sort((a, b) => a - b).map((share) => Math.floor(share * lines.length)) as [
    number,
    number,
  ];
  const characters = Math.floor(at * text.length);
  switch (how) {
    case "cut":
      return text.slice(0, characters);
    case "behead":
      return text.slice(characters);
    case "swap":
      return [...lines.slice(until), ...lines.slice(from, until), ...lines.slice(0, from)].join("\n");
    case "repeat":
      return [...lines.slice(0, until), ...lines.slice(from)].join("\n");
    case "drop":
      return [...lines.slice(0, from), ...lines.slice(from + 1)].join("\n");
    case "noise":
      return [...lines.slice(0, from), piece, ...lines.slice(from)].join("\n");
    default:
      return text.slice(0, characters) + piece + text.slice(characters + piece.length);
  }
}

describe("damaged output", () => {
  test("never throws, and whatever is read can be posted", () => {
    fc.assert(
      fc.property(damaged, ({ damaged: text }) => {
        for (const format of FORMATS) {
          format.recognizes(text);
          const reading = format.read(text);
          const runs = reading.history ?? [{ changeset: { sha: "a" }, measurements: reading.measurements }];
          for (const { changeset, measurements } of runs) {
            const document = {
              schema: "tarnish.run/1",
              id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
              rig: "r",
              suite: "s",
              changeset,
              startedAt: "2026-01-01T00:00:00Z",
              complete: reading.complete,
              tool: reading.tool,
              skipped: reading.skipped,
              measurements,
              environment: { context: reading.context },
            };
            const parsed = RunBody.safeParse(document);
            expect(parsed.error?.issues ?? []).toEqual([]);
          }
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("a cut never gives a number that the whole file does not have, nor a complete reading with fewer of them", () => {
    const cuts = fc.record({ sample: fc.constantFrom(...SAMPLES), at: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(cuts, ({ sample, at }) => {
        const cut = sample.text.slice(0, Math.floor(at * sample.text.trimEnd().length));
        const format = FORMATS.find((candidate) => candidate.recognizes(sample.text));
        const whole = format?.read(sample.text).measurements.flatMap(numbersOf) ?? [];
        const reading = format?.read(cut);
        const got = reading?.measurements.flatMap(numbersOf) ?? [];
        if (maySayOthers(sample, cut.length, reading?.complete ?? false)) return;
        expect(got.filter((value) => !whole.includes(value))).toEqual([]);
        if (reading?.complete && !mayLookWhole(sample, cut.length)) expect(got).toEqual(whole);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });

  test("arbitrary text never throws and is not recognised", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const format of FORMATS) format.read(text);
        expect(recognize(text).kind).toBe("none");
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

test("the output of a large machine, 19,200 lines before the first result, is read whole", () => {
  const sample = readFileSync(join(FIXTURES, "ior/local-ior-4.1.0dev-i5.txt"), "utf8");
  const tasks = Array.from({ length: 19_200 }, (_, task) => `task ${task} on nid${task % 1200} of a large machine`);
  const text = sample.replace("\nOptions:", `\n${tasks.join("\n")}\nOptions:`);
  expect(text.length).toBeGreaterThan(700_000);
  expect(readOutput(text).reading.complete).toBe(true);
});
