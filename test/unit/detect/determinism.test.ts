/** The same words and figures on every engine and in every order: frozen figures of many series, to 1e-9. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { analyzeSeries, type ChangesetPoint } from "../../../src/detect/change-points.ts";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { SeriesQuestion } from "../../../src/gate/landing.ts";
import { seeded } from "../../simulator/random.ts";
import { drawRuns, landingOf, oneSeries, SERIES } from "../gate/rig.ts";
import { correlated, LAWS, uniforms } from "../stats/noise.ts";

/** To freeze anew: TARNISH_UPDATE_GOLDENS=1 npx vitest run --project unit test/unit/detect/determinism */
const GOLDEN = fileURLToPath(new URL("../../goldens/determinism.json", import.meta.url));
const isUpdate = process.env["TARNISH_UPDATE_GOLDENS"] === "1";

/** Engines may differ in the last bit of exp, log and pow; a figure may not differ in its tenth digit. */
const RELATIVE = 1e-9;

/** Figures within RELATIVE (near 0: absolutely), everything else the same; where they are not, the path and both. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (typeof a === "number" && typeof b === "number") {
    const isNear = Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b)) || Math.abs(a - b) < 1e-15;
    return isNear ? [] : [`${path}: ${a} and ${b}`];
  }
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    const at = (one: object, key: string) => (one as Record<string, unknown>)[key];
    return [...keys].flatMap((key) => differences(at(a, key), at(b, key), `${path}/${key}`));
  }
  return Object.is(a, b) ? [] : [`${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`];
}

const asPoints = (values: Float64Array): ChangesetPoint[] =>
  Array.from(values, (value) => ({ value, runs: 1, blocks: 1, spread: null }));

const DRAWS = { ...LAWS, correlated: (n: number, seed: number) => correlated(n, 0.5, seed) };
/** What a series does besides its noise, in noise widths at t of n. */
const MOVES: Readonly<Record<string, (z: number, t: number, n: number) => number>> = {
  quiet: (z) => z,
  step: (z, t, n) => z + (t < n / 2 ? 0 : 3),
  fresh: (z, t, n) => z + (t < n - 4 ? 0 : 6),
  wider: (z, t, n) => (t < n / 2 ? z : 3 * z),
  drift: (z, t, n) => z + (6 * t) / n,
};

function series(): Record<string, unknown> {
  const entries = Object.entries(DRAWS).flatMap(([law, draw], i) =>
    Object.entries(MOVES).map(([move, moved], j) => {
      const noise = draw(150, 100 * i + j + 1);
      const values = noise.map((z, t) => 100 + 2 * moved(z, t, noise.length));
      return [`${law} ${move}`, analyzeSeries(asPoints(values), { unit: "ms", findings: true })] as const;
    }),
  );
  return Object.fromEntries(entries);
}

const landing = (): SeriesQuestion[] => {
  const rng = seeded(11);
  return [1, 0.97, 0.8, 1.1].map((factor, i) => {
    const baseline = drawRuns(rng, { name: `level ${i}`, perBlock: [3, 3, 3, 3] });
    const candidate = drawRuns(rng, { name: `candidate ${i}`, perBlock: [2, 2, 2], factor });
    const identity = { ...SERIES, id: `${"0".repeat(15)}${i + 1}`, benchmark: `benchmark ${i}` };
    return oneSeries({}, { series: identity, baseline, parent: baseline, candidate });
  });
};

const figures = () => JSON.parse(JSON.stringify({ series: series(), landing: judgeLanding(landingOf(landing())) }));

describe("frozen figures", () => {
  test("of 35 series and a landing are the same to 1e-9", () => {
    if (isUpdate || !existsSync(GOLDEN)) writeFileSync(GOLDEN, `${JSON.stringify(figures(), null, 1)}\n`);
    const frozen = JSON.parse(readFileSync(GOLDEN, "utf8")) as { series: Record<string, unknown> };
    expect(Object.keys(frozen.series)).toHaveLength(35);
    expect(differences(frozen, figures())).toEqual([]);
  });

  test("would not pass with a figure off in its eighth digit, or with another word", () => {
    expect(differences({ a: [1] }, { a: [1 + 1e-8] })).toHaveLength(1);
    expect(differences({ a: "confirmed" }, { a: "suspected" })).toHaveLength(1);
    expect(differences({ a: 1 }, {})).toHaveLength(1);
    expect(differences({ a: 1e-300, b: 1 }, { a: 0, b: 1 + 1e-12 })).toEqual([]);
  });
});

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = uniforms(seed);
  return list
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

describe("orders that must not matter", () => {
  test("what was analysed before leaves no trace", () => {
    const draw = (seed: number) => asPoints(LAWS.spikes(120, seed).map((z, t) => 100 + z + (t < 60 ? 0 : 4)));
    const answer = (seed: number) => JSON.stringify(analyzeSeries(draw(seed), { findings: true }));
    const seeds = Array.from({ length: 30 }, (_, i) => i + 1);
    const inOrder = new Map(seeds.map((seed) => [seed, answer(seed)]));
    for (const seed of shuffled(seeds, 1)) expect(answer(seed)).toBe(inOrder.get(seed));
  });

  test("the order of a landing's series changes no word and no figure of any of them", () => {
    const asked = landing();
    const byId = (series: readonly SeriesQuestion[]) => {
      const { series: judged, ...rest } = judgeLanding(landingOf(series));
      const sorted = [...judged].sort((a, b) => (JSON.stringify(a.series) < JSON.stringify(b.series) ? -1 : 1));
      return { verdict: rest.verdict, why: rest.why, final: rest.final, look: rest.look, sorted };
    };
    const straight = byId(asked);
    for (let seed = 1; seed <= 20; seed++) expect(differences(byId(shuffled(asked, seed)), straight)).toEqual([]);
  });

  test("within one look, after the run that names the first block, the order of runs changes no word and no figure", () => {
    const asked = landing();
    const straight = withSortedIds(judgeLanding(landingOf(asked)));
    for (let seed = 1; seed <= 20; seed++) {
      const mixed = asked.map((one) => ({
        ...one,
        candidate: [0, 1, 3, 5].flatMap((from, i, looks) => shuffled(one.candidate.slice(from, looks[i + 1]), seed)),
        parent: shuffled(one.parent, seed),
      }));
      expect(differences(withSortedIds(judgeLanding(landingOf(mixed))), straight)).toEqual([]);
    }
  });
});

/** Run ids are listed as the runs came. */
const withSortedIds = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value) => (key === "runIds" ? value.toSorted() : value));
