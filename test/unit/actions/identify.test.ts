/** What was hashed last time answers for the same series only: whatever differs in a run makes what it would make alone. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentHash, factsHash, identifySeries } from "../../../src/actions/identify.ts";
import type { Measurement, RunDocument } from "../../../src/model/run.ts";
import { run } from "../../support/runs.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const BASE = run({ id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11", sha: "s" });
const [measured] = BASE.measurements as [Measurement];
const with2 = (second: Partial<Measurement>): RunDocument => ({
  ...BASE,
  measurements: [measured, { ...measured, metric: "read.bandwidth", ...second }],
});

const VARIANTS: readonly RunDocument[] = [
  with2({}),
  with2({ values: [1] }),
  with2({ unit: "GiB/s" }),
  with2({ better: "lower" }),
  with2({ version: "4" }),
  with2({ benchmark: "other" }),
  with2({ metric: "other" }),
  with2({ parameters: {} }),
  with2({ parameters: { clients: "17" } }),
  with2({ parameters: { clients: "16", tasks: "1" } }),
  with2({ parameters: { constructor: "16" } }),
  { ...with2({}), rig: "another" },
  { ...with2({}), suite: "another" },
  { ...with2({}), environment: { identity: { "cpu.model": "x" } } },
  { ...with2({}), subject: { versions: { client: "2.15", server: "2.16" } } },
  { ...with2({}), measurements: [...with2({}).measurements].reverse() },
  BASE,
];

/** By the definition: nothing is remembered here. */
function expected({ measurements, rig, environment, subject }: RunDocument) {
  const ofRun = { rig, hardware: factsHash(environment?.identity, sha256), pairing: subject ? "2.15/2.16" : "" };
  return measurements.map(({ benchmark, version = "", metric, parameters = {}, unit, better }) => ({
    id: contentHash({ benchmark, version, metric, parameters, ...ofRun }, sha256).slice(0, 16),
    unit,
    better,
  }));
}

test("after any other run of the rig a run's series are what they are alone", () => {
  for (const before of VARIANTS) {
    for (const one of VARIANTS) {
      identifySeries(before, sha256);
      expect(identifySeries(one, sha256)).toMatchObject(expected(one));
    }
  }
  const seen = new Set(VARIANTS.map((one) => JSON.stringify(expected(one))));
  expect(seen.size).toBe(VARIANTS.length - 2); // other values and another suite are the same series
});

test("the order of parameters does not count", () => {
  const [one] = identifySeries(with2({ parameters: { a: "1", b: "2" } }), sha256).slice(1);
  const [other] = identifySeries(with2({ parameters: { b: "2", a: "1" } }), sha256).slice(1);
  expect(one?.id).toBe(other?.id);
});
