/** A policy file: every fault at once, each with its line and column; what is shown can be applied again. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { checkedPolicy } from "../../../src/entry/policy-file.ts";
import { yamlText } from "../../../src/entry/yaml-file.ts";
import { completePolicy } from "../../../src/gate/complete-policy.ts";
import { Fault } from "../../../src/model/fault.ts";
import { DEFAULT_POLICY } from "../../../src/model/policy.ts";
import { LandingBody } from "../../../src/wire/landing.ts";
import { PolicyBody } from "../../../src/wire/policy.ts";
import { writtenPolicy } from "../../../src/wire/written-policy.ts";

async function faultsOf(text: string): Promise<string[]> {
  try {
    const yaml = yamlText(text, "p.yaml");
    await yaml.sent(async () => checkedPolicy(yaml.value, "p.yaml"));
    return [];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return [error.message, ...error.details.map(({ path, detail }) => `${path} ${detail}`)];
  }
}

test("faults of form", async () => {
  const text = `threshold: 5
thresholds:
  - metric: latency
    treshold: 10 %
    threshold: [10 %, 20 %]
  - { metric: x, threshold: -3 ms }
power: 100 %
cells:
  - { label: nvme, rigs: two }
  - name: x
    within: 2 years
kinds: [{ kind: hotfix, tickets: [A] }, { kind: fix }]
advisory: [{}]
`;
  expect(await faultsOf(text)).toMatchInlineSnapshot(`
    [
      "p.yaml is no policy yet: 10 faults.",
      "p.yaml:1:1 /threshold must be a size: "5 %", "2 points", "3 ms", or a share and an amount, as [5 %, 3 ms]",
      "p.yaml:5:5 /thresholds/0/threshold must be a share and an amount, as [5 %, 3 ms]",
      "p.yaml:4:5 /thresholds/0/treshold is not a known key",
      "p.yaml:6:18 /thresholds/1/threshold must be a size: "5 %", "2 points", "3 ms", or a share and an amount, as [5 %, 3 ms]",
      "p.yaml:7:1 /power must be more than 0 % and less than 100 %",
      "p.yaml:13:12 /advisory/0 must name something: a benchmark, metric, rig, label, parameters or pairing",
      "p.yaml:9:20 /cells/0/rigs Invalid input: expected number, received string",
      "p.yaml:11:5 /cells/1/within must be a duration, as "48 h", "7 d" or "2 w"",
      "p.yaml:12:11 /kinds/0/kind must be one of feature, fix, trivial, revert",
      "p.yaml:12:41 /kinds/1 must say when: by tickets, paths, trailers or subjects",
    ]
  `);
});

test("rules that contradict each other", async () => {
  const text = `looks: [3, 2]
candidate: { runs: 3, blocks: 4 }
screen: 0.5 %
gating: [{ metric: elapsed }]
advisory:
  - benchmark: "ior*"
  - metric: elapsed
cells:
  - { name: two, label: nvme, benchmarks: [ior-easy] }
  - { name: two, benchmarks: [mdtest] }
bounds:
  - metric: latency
    floor: 3 s
    ceiling: 20 ms
  - { metric: rate, floor: 3 ops/s, ceiling: 20 ms }
rulesOfPhase:
  candidate: { looks: [2] }
kinds: [{ kind: fix, tickets: [A] }, { kind: trivial, tickets: [A] }]
`;
  expect(await faultsOf(text)).toMatchInlineSnapshot(`
    [
      "p.yaml is no policy yet: 10 faults.",
      "p.yaml:2:1 /candidate asks for 4 blocks in 3 runs; a run is in one block",
      "p.yaml:1:12 /looks/1 must be more than the look before, 3",
      "p.yaml:3:1 /screen must not be less than falseRedPerLanding: what is red would never be suspected",
      "p.yaml:12:5 /bounds/0 has its floor at or above its ceiling: everything would fail",
      "p.yaml:15:5 /bounds/1 has a floor in ops/s and a ceiling in ms",
      "p.yaml:6:5 /advisory/0 covers what the cell two requires: one of them must go",
      "p.yaml:7:5 /advisory/1 is also the first of gating: one of them must go",
      "p.yaml:10:7 /cells/1/name is the name of the first cell already",
      "p.yaml:17:16 /rulesOfPhase/candidate/looks end at 2 runs, and candidate asks for 3: nothing would ever be decided",
      "p.yaml:18:38 /kinds/1 is never reached: the first rule matches the same",
    ]
  `);
});

test.each([
  ["looks: [3\n", "p.yaml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ]"],
  ["metric: *p99*\n", 'p.yaml:1:9 *p99* is an alias of nothing: a text that begins with * needs quotes, "*p99*"'],
  ["threshold: 5 %\nthreshold: 6 %\n", "p.yaml:2:1 Map keys must be unique"],
])("what is not YAML: %s", async (text, fault) => {
  expect(await faultsOf(text)).toEqual(["p.yaml is not YAML.", fault]);
});

describe("what is shown", () => {
  const whole = `description: strict
branches: [master, "b2_*"]
threshold: [3 %, 2 ms]
thresholds: [{ metric: "*p99*", label: nvme, parameters: { clients: "16" }, threshold: 1.5 points }]
bounds: [{ benchmark: fio, floor: 100 MiB/s }, { metric: latency, ceiling: 3 ms, floor: -1 ms }]
falseRedPerLanding: 0.7 %
power: 80 %
candidate: { runs: 4, blocks: 2 }
looks: [4, 8]
confirm: false
judges: advisory
gating: [{ pairing: 2.15/2.16 }]
cells: [{ name: two, label: nvme, rigs: 2, benchmarks: [ior-easy], pairings: ["", 2.15/2.16], within: 50 h }]
kinds: [{ kind: trivial, paths: ["docs/*"] }]
rulesOfKind: { trivial: { judges: advisory } }
rulesOfPhase: { candidate: { threshold: 2 %, cells: [] } }
trailers: { maySkipCells: [Ada] }
creepBudget: 3 %
waivers: { who: [Ada], longest: 2 w }
`;

  test.each([
    ["the shipped policy", writtenPolicy(DEFAULT_POLICY)],
    ["one that says something of everything", yamlText(whole, "p").value],
    ["one that says nothing", {}],
  ])("is the same policy again: %s", (_, document) => {
    const changes = checkedPolicy(document, "p");
    const again = yamlText(stringify(writtenPolicy(changes)), "p").value;
    expect(checkedPolicy(again, "p")).toEqual(changes);
    const complete = completePolicy("default", "1", changes);
    expect(completePolicy("default", "1", checkedPolicy(writtenPolicy(complete), "p"))).toEqual(complete);
  });

  test("the shipped one has the shipped values", () => {
    expect(completePolicy("default", "1", checkedPolicy(writtenPolicy(DEFAULT_POLICY), "p"))).toEqual(DEFAULT_POLICY);
    expect(completePolicy("default", "1", {})).toEqual(DEFAULT_POLICY);
  });
});

describe("docs/policy.md", () => {
  const text = readFileSync(fileURLToPath(new URL("../../../docs/policy.md", import.meta.url)), "utf8");
  const blocks = [...text.matchAll(/^```yaml( landing)?\n([\s\S]*?)^```$/gm)];
  const examples = (isLanding: boolean) =>
    blocks.filter(([, of]) => (of !== undefined) === isLanding).map(([, , yaml]) => yaml);

  test("its policies are policies, the whole one with every word there is", () => {
    const policies = examples(false).map((yaml = "") => checkedPolicy(yamlText(yaml, "docs").value, "docs"));
    expect(policies).toHaveLength(2);
    const { description: _, ...words } = PolicyBody.in.shape;
    expect(Object.keys(yamlText(examples(false)[1] ?? "", "docs").value as object).sort()).toEqual(
      Object.keys(words).sort(),
    );
  });

  test("its landing is a landing", () => {
    expect(examples(true).map((yaml = "") => LandingBody.safeParse(yamlText(yaml, "docs").value).success)).toEqual([
      true,
    ]);
  });
});

test("whatever a document says, it is a policy or a list of faults; a policy stays itself when it is written again", () => {
  const words = Object.keys(PolicyBody.in.shape);
  const sizes = fc.constantFrom("5 %", "3 ms", "2 points", ["1 %", "2 s"], 7, "", null, "0 %", "120 %", true);
  const parts = fc.record(
    { metric: fc.string(), threshold: sizes, label: fc.constantFrom("a", 3) },
    { requiredKeys: [] },
  );
  const counts = fc.record({ runs: fc.integer({ min: 0, max: 9 }), blocks: fc.integer({ min: 0, max: 9 }) });
  const values = fc.oneof(sizes, counts, fc.array(parts), fc.array(fc.integer({ min: 0, max: 9 })), fc.jsonValue());
  const documents = fc.dictionary(fc.constantFrom(...words, "unknown"), values, { maxKeys: 6 });
  let policies = 0;
  const property = fc.property(documents, (document) => {
    try {
      const changes = checkedPolicy(document, "p");
      policies++;
      expect(checkedPolicy(writtenPolicy(changes), "p")).toEqual(changes);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      expect(error.details.length).toBeGreaterThan(0);
    }
  });
  fc.assert(property, { seed: 3, numRuns: 2000 });
  expect(policies).toBeGreaterThan(50);
});
