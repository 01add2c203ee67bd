/**
 * How many runs find the guilty one of 64 changesets, and how often is it right? `npm run bench -- bisect`: a step of two
 * noise widths at a random place, 1,000 times, by expected information up to a posterior of 95 %, beside binary searches
 * with a fixed number of runs a step; and the same on noise that is not what it is taken for.
 */
import { parseArgs } from "node:util";
import { type BisectRun, bisect } from "../src/gate/orders/bisect.ts";
import { normal, type Random, seeded } from "../test/simulator/random.ts";
import { rateLine } from "./rate.ts";
import { say } from "./say.ts";

const CONFIDENCE = 0.95;
/** Runs that a search may take at most. */
const PATIENCE = 2000;

interface Search {
  readonly at: number;
  readonly runs: number;
}

/** How much worse a run of the suspect is than the good level, in noise widths. */
type Measure = (at: number) => number;

interface Size {
  readonly suspects: number;
  readonly effect: number;
}

export async function run(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      suspects: { type: "string", default: "64" },
      effect: { type: "string", default: "2" },
      simulations: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
    },
  });
  const size = { suspects: Number(values.suspects), effect: Number(values.effect) };
  for (const [noise, draw] of Object.entries(NOISES)) {
    const searches: Record<string, (measure: Measure) => Search> = {
      "by information": (measure) => byInformation(measure, size),
      ...Object.fromEntries(
        [10, 6, 5, 3].map((runs) => [`binary, ${runs} runs a step`, (measure: Measure) => binary(measure, size, runs)]),
      ),
    };
    for (const [search, find] of Object.entries(searches)) {
      const random = seeded(Number(values.seed));
      const found = Array.from({ length: Number(values.simulations) }, () => once(random, size, draw, find));
      report(found, { search, noise, ...size, seed: Number(values.seed) });
    }
  }
}

/** Standard deviation 1 each, as far as a tail has one. */
const NOISES: Readonly<Record<string, (random: Random) => number>> = {
  normal,
  "one run in twenty stalls by four widths on average": (random) =>
    normal(random) + (random() < 0.05 ? -4 * Math.log(1 - random()) : 0),
  "half as wide again as it is taken for": (random) => 1.5 * normal(random),
};

function once(
  random: Random,
  { suspects, effect }: Size,
  draw: (random: Random) => number,
  find: (measure: Measure) => Search,
): Search & { readonly isRight: boolean } {
  const guilty = Math.floor(random() * suspects);
  const found = find((at) => draw(random) + (at >= guilty ? effect : 0));
  return { ...found, isRight: found.at === guilty };
}

function byInformation(measure: Measure, { suspects, effect }: Size): Search {
  const runs: BisectRun[] = [];
  while (runs.length < PATIENCE) {
    const next = bisect({ suspects, runs, effect, confidence: CONFIDENCE });
    if (next.kind !== "measure") return { at: next.kind === "found" ? next.at : -1, runs: runs.length };
    runs.push({ at: next.at, shift: measure(next.at) });
  }
  return { at: -1, runs: runs.length };
}

/** A step is bad when the mean of its runs is nearer to the bad level. */
function binary(measure: Measure, { suspects, effect }: Size, perStep: number): Search {
  let [from, to, runs] = [0, suspects - 1, 0];
  while (from < to) {
    const middle = (from + to) >> 1;
    let sum = 0;
    for (let i = 0; i < perStep; i++) sum += measure(middle);
    runs += perStep;
    if (sum / perStep > effect / 2) to = middle;
    else from = middle + 1;
  }
  return { at: from, runs };
}

function report(found: readonly (Search & { isRight: boolean })[], more: Readonly<Record<string, unknown>>): void {
  const sorted = found.map(({ runs }) => runs).sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  say("bisect.runs", sorted.reduce((sum, runs) => sum + runs, 0) / sorted.length, "runs", { p95, ...more });
  console.log(rateLine("bisect.right", found.filter(({ isRight }) => isRight).length, found.length, more));
}
