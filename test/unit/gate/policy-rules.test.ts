/** Which rules hold for which landing, and how material a change is for which series. */
import { describe, expect, test } from "vitest";
import { completePolicy } from "../../../src/gate/complete-policy.ts";
import { askOf } from "../../../src/gate/landing-kind.ts";
import { rulingOf } from "../../../src/gate/rules.ts";
import { matches, selects } from "../../../src/gate/selects.ts";
import { thresholdOf } from "../../../src/gate/threshold.ts";
import type { Changeset } from "../../../src/model/changeset.ts";
import type { PolicyChanges } from "../../../src/model/policy.ts";
import { PolicyBody } from "../../../src/wire/policy.ts";
import { SERIES } from "./rig.ts";

const policyOf = (document: unknown) => completePolicy("p", "1", PolicyBody.parse(document) as PolicyChanges);
const ask = (document: unknown, changeset: Partial<Changeset>, more = {}) =>
  askOf(policyOf(document), { changeset: { sha: "a", ...changeset }, paths: null, landing: undefined, ...more });

test.each([
  ["*", "", true],
  ["*p99*", "latency.p99.read", true],
  ["ior*easy", "ior-easy", true],
  ["ior*easy", "ior-easy-2", false],
  ["a*b*c", "a-bb-b-c", true],
  ["", "", true],
  ["", "x", false],
  [`${"*a".repeat(200)}b`, "a".repeat(5000), false],
])("%s on %s: %s", (pattern, text, fits) => {
  expect(matches(pattern, text)).toBe(fits);
});

test("a selector means a series when all that it says is true of it", () => {
  const series = { ...SERIES, labels: ["nvme", "hdr"] };
  expect(selects({}, series)).toBe(true);
  expect(selects({ benchmark: "ior-*", label: "nvme", parameters: { clients: "16" }, pairing: "" }, series)).toBe(true);
  expect(selects({ benchmark: "ior-*", label: "disk" }, series)).toBe(false);
  expect(selects({ parameters: { clients: "*", nodes: "2" } }, series)).toBe(false);
});

describe("the material threshold", () => {
  const latency = { ...SERIES, metric: "latency", unit: "ms", better: "lower" } as const;

  test("is the first rule's that matches, else the default's", () => {
    const policy = policyOf({
      threshold: "4 %",
      thresholds: [
        { metric: "*p99*", threshold: "20 %" },
        { metric: "*", threshold: "7 %" },
      ],
    });
    expect(thresholdOf(policy, { ...latency, metric: "read.p99" }, 10)).toEqual({ ratio: 0.2 });
    expect(thresholdOf(policy, latency, 10)).toEqual({ ratio: 0.07 });
    expect(thresholdOf(policyOf({ threshold: "4 %" }), latency, 10)).toEqual({ ratio: 0.04 });
  });

  test("as an amount holds in any unit of its dimension, on either scale and in either direction", () => {
    const policy = policyOf({ threshold: "0.003 s" });
    expect(thresholdOf(policy, latency, 100)).toEqual({ ratio: 0.03, difference: 3 });
    const speed = { ...SERIES, unit: "MiB/s" };
    expect(thresholdOf(policyOf({ threshold: "10240 KiB/s" }), speed, 110)).toEqual({ ratio: 0.1, difference: 10 });
  });

  test("as an amount of another dimension says nothing of a series", () => {
    expect(
      thresholdOf(policyOf({ threshold: "4 %", thresholds: [{ metric: "*", threshold: "3 ms" }] }), SERIES, 100),
    ).toEqual({ ratio: 0.04 });
  });

  test("in points holds for proportions, however they are written", () => {
    const policy = policyOf({ threshold: "2 points" });
    expect(thresholdOf(policy, { ...latency, unit: "%" }, 50).difference).toBe(2);
    expect(thresholdOf(policy, { ...latency, unit: "fraction" }, 0.5).difference).toBe(0.02);
  });
});

describe("the kind of a landing", () => {
  const kinds = [
    { kind: "fix", trailers: { Fixes: "*" } },
    { kind: "trivial", paths: ["docs/*", "*.md"] },
    { kind: "feature", tickets: ["LU-1*"] },
  ];

  test("is that of the first rule that matches", () => {
    expect(ask({ kinds }, { trailers: { fixes: "12ab" } })).toMatchObject({ kind: "fix", isOwnWord: true });
    expect(ask({ kinds }, {}, { paths: ["docs/a/b.md", "README.md"] })).toMatchObject({
      kind: "trivial",
      isOwnWord: false,
    });
    expect(ask({ kinds }, {}, { paths: ["docs/a.md", "src/a.c"] }).kind).toBe("feature");
    expect(ask({ kinds }, { ticket: "LU-17" })).toMatchObject({ kind: "feature", isOwnWord: false });
    expect(ask({}, { subject: 'Revert "LU-1 osc: faster"' }).kind).toBe("revert");
  });

  test("is what its landing says, whatever the message says", () => {
    const landing = { ticket: "LU-1", kind: "feature" as const };
    const changeset = { ticket: "LU-1", trailers: { "Test-Parameters": "trivial" } };
    expect(ask({}, changeset, { landing })).toMatchObject({ kind: "feature", isOwnWord: false });
    expect(ask({}, changeset).kind).toBe("trivial");
    expect(ask({ trailers: { mayBeTrivial: false } }, changeset).kind).toBe("feature");
  });

  test("a trailer asks for benchmarks, and turns a cell off only for those who may", () => {
    const document = { cells: [{ name: "two" }, { name: "three" }] };
    const changeset = { author: "Ada", trailers: { "Test-Parameters": "env=X benchmarks=ior-easy,mdt* skip=two" } };
    expect(ask(document, changeset)).toMatchObject({ benchmarks: ["ior-easy", "mdt"], skippedCells: [] });
    expect(ask({ ...document, trailers: { maySkipCells: ["Ada"] } }, changeset).skippedCells).toEqual(["two"]);
    expect(ask({ ...document, trailers: { maySkipCells: ["Ad"] } }, changeset).skippedCells).toEqual([]);
  });
});

describe("rules of a kind and of a phase", () => {
  const policy = policyOf({
    threshold: "5 %",
    cells: [{ name: "two" }],
    rulesOfPhase: { candidate: { threshold: "2 %", looks: [5, 10] } },
    rulesOfKind: { trivial: { judges: "advisory", cells: [], looks: [3] } },
  });
  const nothing = { isOwnWord: false, phase: null, benchmarks: [], skippedCells: [] };

  test("a phase sets what it names, and leaves the rest", () => {
    const ruled = rulingOf(policy, { ...nothing, kind: "feature", phase: "candidate" }).policy;
    expect(ruled).toMatchObject({ looks: [5, 10], cells: policy.cells, falseRedPerLanding: 0.01 });
    expect(ruled.threshold).toEqual({ default: { ratio: 0.02 }, rules: policy.threshold.rules });
  });

  test("a kind is narrower than a phase", () => {
    const ruled = rulingOf(policy, { ...nothing, kind: "trivial", phase: "candidate" }).policy;
    expect(ruled).toMatchObject({ looks: [3], judges: "advisory", cells: [] });
    expect(ruled.threshold.default).toEqual({ ratio: 0.02 });
  });

  test("what only the message says takes no required cell away", () => {
    const ruled = rulingOf(policy, { ...nothing, kind: "trivial", isOwnWord: true }).policy;
    expect(ruled).toMatchObject({ judges: "advisory", cells: policy.cells });
    expect(rulingOf(policy, { ...nothing, kind: "feature", skippedCells: ["two"] }).policy.cells).toEqual([]);
  });

  test("benchmarks that were asked for are required, too", () => {
    const ruled = rulingOf(policy, { ...nothing, kind: "feature", benchmarks: ["fio"] }).policy;
    expect(ruled.cells.map(({ name }) => name)).toEqual(["two", "asked for"]);
  });
});
