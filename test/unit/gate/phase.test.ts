/** In which phase a release is, day by day, and which contradictions of a train are named. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFrozen, phaseOf, releaseBefore, releaseInWork } from "../../../src/gate/phase.ts";
import { trainFaults } from "../../../src/gate/train-faults.ts";
import { PHASES, type Train } from "../../../src/model/train.ts";

const MASTER: Train = {
  train: "master",
  branch: "master",
  base: "2.15.0",
  releases: [
    {
      tag: "2.16.0",
      phases: { planning: "2026-01-01", landing: "2026-02-01", candidate: "2026-06-01", released: "2026-07-01" },
      freeze: "2026-05-20",
    },
    { tag: "2.17.0", phases: { landing: "2026-06-15", released: "2026-12-01" } },
  ],
  endOfLife: "2027-06-30",
};

const noon = (day: string) => `${day}T12:00:00Z`;

test.each([
  ["2025-12-31", null],
  ["2026-01-01", "planning"],
  ["2026-02-01", "landing"],
  ["2026-05-31", "landing"],
  ["2026-06-30", "candidate"],
  ["2026-07-01", "released"],
  ["2027-06-29", "released"],
  ["2027-06-30", "end_of_life"],
])("on %s the release is in phase %s: a phase lasts until the next one named begins", (day, phase) => {
  expect(phaseOf(MASTER, "2.16.0", noon(day))).toBe(phase);
});

test("a day begins at midnight, UTC", () => {
  expect(phaseOf(MASTER, "2.16.0", "2026-06-30T23:59:59.999Z")).toBe("candidate");
  expect(phaseOf(MASTER, "2.16.0", "2026-07-01T00:00:00.000Z")).toBe("released");
});

test("a release of another train has no phase here", () => {
  expect(phaseOf(MASTER, "2.15.8", noon("2026-03-01"))).toBeNull();
});

test("frozen from its day until the release", () => {
  const frozen = ["2026-05-19", "2026-05-20", "2026-06-30", "2026-07-01"].map((day) =>
    isFrozen(MASTER, "2.16.0", noon(day)),
  );
  expect(frozen).toEqual([false, true, true, false]);
  expect(isFrozen(MASTER, "2.17.0", noon("2026-11-30"))).toBe(false);
});

test("what lands goes into the first release that is not out", () => {
  expect(releaseInWork(MASTER, noon("2026-06-20"))).toBe("2.16.0");
  expect(releaseInWork(MASTER, noon("2026-07-01"))).toBe("2.17.0");
  expect(releaseInWork(MASTER, noon("2026-12-01"))).toBeNull();
});

test("each release is held against the one before it, the first one against where the branch forked", () => {
  expect(releaseBefore(MASTER, "2.17.0")).toBe("2.16.0");
  expect(releaseBefore(MASTER, "2.16.0")).toBe("2.15.0");
  expect(releaseBefore(MASTER, "3.0.0")).toBeNull();
});

const day = fc.integer({ min: 0, max: 900 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));

test("for a train without faults, phases only ever go forward", () => {
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: PHASES.length }), day, day, (days, one, other) => {
      const phases = Object.fromEntries([...days].sort().map((from, i) => [PHASES[i], from]));
      const train: Train = { train: "t", branch: "b", releases: [{ tag: "1", phases }] };
      expect(trainFaults(train, { tags: new Set(["1"]), trains: [], today: "2026-01-01" })).toEqual([]);
      const [early, late] = [one, other].sort().map((at) => {
        const phase = phaseOf(train, "1", noon(at ?? ""));
        return phase === null ? -1 : PHASES.indexOf(phase);
      });
      expect(late).toBeGreaterThanOrEqual(early ?? -1);
    }),
  );
});

describe("contradictions are named where they stand", () => {
  const known = { tags: new Set(["2.15.0", "2.16.0"]), trains: [] as Train[], today: "2026-11-01" };

  test("a sound train has none, and a release that is only planned need not exist", () => {
    expect(trainFaults(MASTER, known)).toEqual([]);
  });

  test.each<[string, Partial<Train>, { path: string; detail: RegExp }]>([
    [
      "a phase that ends before it starts",
      { releases: [{ tag: "2.17.0", phases: { landing: "2026-05-01", stabilisation: "2026-04-01" } }] },
      {
        path: "/releases/0/phases/landing",
        detail: /ends on 2026-04-01, when stabilisation begins, before it starts on 2026-05-01/,
      },
    ],
    [
      "an end of life before the release",
      { releases: [{ tag: "2.17.0", phases: { released: "2026-12-01" } }], endOfLife: "2026-11-30" },
      { path: "/releases/0/phases/released", detail: /ends on 2026-11-30, when end_of_life begins/ },
    ],
    [
      "a release that should be out and is not known",
      { releases: [{ tag: "2.16.1", phases: { released: "2026-10-01" } }] },
      { path: "/releases/0/tag", detail: /no release 2\.16\.1 is known; .*tarnish release add 2\.16\.1/ },
    ],
    ["an unknown base", { base: "2.14.0" }, { path: "/base", detail: /no release 2\.14\.0 is known/ }],
    [
      "a tag twice",
      {
        releases: [
          { tag: "2.17.0", phases: { landing: "2026-01-01" } },
          { tag: "2.17.0", phases: { landing: "2026-02-01" } },
        ],
      },
      { path: "/releases/1/tag", detail: /named by \/releases\/0 already/ },
    ],
    [
      "releases in the wrong order",
      {
        releases: [
          { tag: "2.18.0", phases: { released: "2027-05-01" } },
          { tag: "2.17.0", phases: { released: "2026-12-01" } },
        ],
      },
      { path: "/releases/1/phases/released", detail: /2\.17\.0 follows 2\.18\.0 and is released before it/ },
    ],
    [
      "a freeze after the release",
      { releases: [{ tag: "2.17.0", phases: { released: "2026-12-01" }, freeze: "2026-12-02" }] },
      { path: "/releases/0/freeze", detail: /is after the release/ },
    ],
  ])("%s", (_, change, { path, detail }) => {
    expect(trainFaults({ ...MASTER, ...change }, known)).toEqual([{ path, detail: expect.stringMatching(detail) }]);
  });

  test("a branch or a release of another train", () => {
    const faults = trainFaults({ ...MASTER, train: "other" }, { ...known, trains: [MASTER] });
    expect(faults.map(({ path }) => path)).toEqual(["/branch", "/releases/0/tag", "/releases/1/tag"]);
    expect(trainFaults(MASTER, { ...known, trains: [MASTER] })).toEqual([]);
  });
});
