/** Findings besides change points: each kind keeps its budget of false alarms, and sees what is plainly there. */
import { describe, expect, test } from "vitest";
import { analyzeValues } from "../../../src/detect/change-points.ts";
import { SHAPE_ALPHA } from "../../../src/detect/shape-finding.ts";
import { SPREAD_ALPHA } from "../../../src/detect/spread-finding.ts";
import { TREND_ALPHA } from "../../../src/detect/trend-finding.ts";
import type { Finding } from "../../../src/model/series.ts";
import { correlated, LAWS, normals, uniforms } from "../stats/noise.ts";

type Kind = Finding["kind"];
const KINDS: readonly Kind[] = ["spread", "shape", "trend"];
/** Share of quiet series that may show a finding of one kind. */
const BUDGET = 0.01;
const SERIES = 400;

const findings = (noise: Float64Array, unit = "ms") =>
  analyzeValues(
    noise.map((z) => 100 + 2 * z),
    { unit, findings: true },
  ).findings;

function counts(draw: (seed: number) => Float64Array, series: number): Record<Kind, number> {
  const found: Record<Kind, number> = { spread: 0, shape: 0, trend: 0 };
  for (let seed = 1; seed <= series; seed++) for (const { kind } of findings(draw(seed))) found[kind]++;
  return found;
}

/** Most alarms among `series` that a true rate of `BUDGET` explains: three standard deviations above. */
const most = (series: number) => BUDGET * series + 3 * Math.sqrt(series * BUDGET * (1 - BUDGET));

const steps = (n: number, seed: number) => {
  const heights = normals(12, seed + 777);
  return normals(n, seed).map((z, t) => z + 4 * (heights[Math.floor(t / 60)] as number));
};
const QUIET: Readonly<Record<string, (n: number, seed: number) => Float64Array>> = {
  ...LAWS,
  "AR(1) 0.3": (n, seed) => correlated(n, 0.3, seed),
  "AR(1) 0.5": (n, seed) => correlated(n, 0.5, seed),
  "AR(1) 0.7": (n, seed) => correlated(n, 0.7, seed),
  "skewed AR(1) 0.5": (n, seed) => correlated(n, 0.5, seed).map((z) => Math.exp(0.5 * z)),
  "AR(1) 0.5 with left spikes": (n, seed) => {
    const random = uniforms(seed + 5);
    return correlated(n, 0.5, seed).map((z) => (random() < 0.05 ? z - 8 * random() : z));
  },
  "nights in common": (n, seed) => {
    const night = normals(n, seed + 99_999);
    return normals(n, seed).map((z, t) => z + 0.7 * (night[t >> 3] as number));
  },
  "Cauchy tails": (n, seed) => {
    const random = uniforms(seed);
    return Float64Array.from({ length: n }, () => Math.tan(Math.PI * (random() - 0.5)));
  },
  "known steps": steps,
};

describe("a quiet series", () => {
  test("each kind is asked at a nominal chance within its budget", () => {
    for (const alpha of [SPREAD_ALPHA, SHAPE_ALPHA, TREND_ALPHA]) expect(alpha).toBeLessThanOrEqual(BUDGET);
  });

  test.each(Object.entries(QUIET))("%s: at most 1 %% of series show a finding of each kind", (_, draw) => {
    const found = counts((seed) => draw(seed % 2 === 0 ? 80 : 200, seed), SERIES);
    for (const kind of KINDS) expect(found[kind], kind).toBeLessThanOrEqual(most(SERIES));
  });

  test("over all laws together the rate of each kind is below its budget", () => {
    const laws = Object.values(QUIET);
    const found = counts((seed) => (laws[seed % laws.length] as (typeof laws)[number])(120, seed + 10_000), 1500);
    for (const kind of KINDS) expect(found[kind], kind).toBeLessThanOrEqual(BUDGET * 1500);
  });

  test("that is short, constant, or not asked for its findings has none", () => {
    for (const n of [0, 1, 3, 39]) expect(findings(normals(n, 1))).toEqual([]);
    expect(findings(new Float64Array(200))).toEqual([]);
    expect(analyzeValues(normals(200, 1).map((z, t) => (t < 100 ? z : 5 * z))).findings).toEqual([]);
  });

  test("whose noise grows with its level, or stays when the level moves, has not become noisier", () => {
    const found = { proportional: 0, constant: 0 };
    for (let seed = 1; seed <= 100; seed++) {
      const level = (t: number) => (t < 100 ? 100 : 250);
      const noise = normals(200, seed);
      const proportional = noise.map((z, t) => level(t) * (1 + 0.02 * z));
      const constant = noise.map((z, t) => level(t) + 2 * z);
      found.proportional += analyzeValues(proportional, { findings: true }).findings.length;
      found.constant += analyzeValues(constant, { findings: true }).findings.length;
    }
    expect(found.proportional).toBeLessThanOrEqual(most(100));
    expect(found.constant).toBeLessThanOrEqual(most(100));
  });
});

/** Share of 100 series with a finding of this kind, and how far its index lies from 100 in the middle. */
function seen(kind: Kind, draw: (seed: number) => Float64Array): { readonly share: number; readonly distance: number } {
  const found = Array.from({ length: 100 }, (_, seed) => findings(draw(seed + 1)).find((one) => one.kind === kind));
  const distances = found.flatMap((one) => (one ? [Math.abs(one.index - 100)] : [])).sort((a, b) => a - b);
  return { share: distances.length / 100, distance: distances[distances.length >> 1] ?? Number.POSITIVE_INFINITY };
}

describe("a change of spread", () => {
  test.each([2, 0.5])("by %f in the middle of 200 points is seen, near its place", (factor) => {
    const { share, distance } = seen("spread", (seed) => normals(200, seed).map((z, t) => (t < 100 ? z : factor * z)));
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(distance).toBeLessThanOrEqual(5);
  });

  test("is seen through autocorrelation", () => {
    const { share } = seen("spread", (seed) => correlated(200, 0.5, seed).map((z, t) => (t < 100 ? z : 2 * z)));
    expect(share).toBeGreaterThanOrEqual(0.8);
  });

  test("is told with figures that do not depend on the unit's scale", () => {
    const noise = normals(200, 1).map((z, t) => (t < 100 ? z : 3 * z));
    const [found] = findings(noise);
    expect(found?.text).toMatch(
      /^After \d+ changesets the values spread \d\.\d+ times wider: σ went from \d\.\d+ to \d\.\d+ ms\.$/,
    );
    for (const power of [-900, -20, 20, 900]) {
      const scaled = analyzeValues(
        noise.map((z) => (100 + 2 * z) * 2 ** power),
        { findings: true },
      ).findings[0];
      expect([scaled?.kind, scaled?.index, scaled?.p]).toEqual([found?.kind, found?.index, found?.p]);
    }
  });
});

describe("a change of shape", () => {
  const appeared = (seed: number) => draw(seed, 0.3, (t) => t >= 100);
  const gone = (seed: number) => draw(seed, 0.3, (t) => t < 100);
  function draw(seed: number, share: number, isTwo: (t: number) => boolean): Float64Array {
    const random = uniforms(seed + 9);
    return normals(200, seed).map((z, t) => (isTwo(t) && random() < share ? z + 6 : z));
  }

  test("two modes that appear are seen, near their place", () => {
    const { share, distance } = seen("shape", appeared);
    expect(share).toBeGreaterThanOrEqual(0.7);
    expect(distance).toBeLessThanOrEqual(6);
  });

  test("two modes that go are seen", () => {
    expect(seen("shape", gone).share).toBeGreaterThanOrEqual(0.65);
  });

  test("is told instead of the spread and the lean that come with it", () => {
    const told = Array.from({ length: 60 }, (_, seed) => findings(appeared(seed + 1))).filter((found) =>
      found.some(({ kind }) => kind === "shape"),
    );
    expect(told.length).toBeGreaterThan(30);
    for (const found of told) expect(found.map(({ kind }) => kind)).toEqual(["shape"]);
    expect(told[0]?.[0]?.text).toMatch(
      /^After \d+ changesets the values fall into two modes [\d.]+ ms \([\d.]+ % of the level\) apart, [\d.]+ % of the values in the higher one\.$/,
    );
  });

  test("a series that always had two modes, and one that only got noisier, have not changed shape", () => {
    expect(seen("shape", (seed) => draw(seed, 0.4, () => true)).share).toBeLessThanOrEqual(0.02);
    expect(seen("shape", (seed) => normals(200, seed).map((z, t) => (t < 100 ? z : 3 * z))).share).toBeLessThanOrEqual(
      0.02,
    );
    expect(
      seen("shape", (seed) => normals(200, seed).map((z, t) => Math.round(t < 100 ? z : 2 * z))).share,
    ).toBeLessThanOrEqual(0.02);
  });
});

describe("a slow trend", () => {
  test.each([2, 5, 10])(
    "of %i noise widths over 200 points is mostly seen, although the detector cuts it into steps",
    (size) => {
      const { share } = seen("trend", (seed) => normals(200, seed).map((z, t) => z + (size * t) / 200));
      expect(share).toBeGreaterThanOrEqual(size === 2 ? 0.45 : 0.75);
    },
  );

  test("is not what steps are called", () => {
    for (const size of [0.6, 1, 3]) {
      const { share } = seen("trend", (seed) => normals(200, seed).map((z, t) => z + (t < 100 ? 0 : size)));
      expect(share).toBeLessThanOrEqual(0.06);
    }
  });

  test("is told with its size and pace", () => {
    const [found] = findings(normals(200, 1).map((z, t) => z + (5 * t) / 200));
    expect(found).toMatchObject({ kind: "trend", index: 0 });
    expect(found?.text).toMatch(
      /^Over the last 200 changesets the level drifted up by \d\.\d+ %, 5\.\d+ ms per 100 changesets\.$/,
    );
  });
});
