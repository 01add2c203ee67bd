import { expect, test } from "vitest";
import { exitCodeOfOutcomes, type Outcome, printOutcome } from "../../../src/entry/post-outcome.ts";
import { Fault } from "../../../src/model/fault.ts";
import type { RunDocument } from "../../../src/model/run.ts";

const RUN: RunDocument = {
  schema: "tarnish.run/1",
  id: "id-1",
  rig: "r",
  suite: "s",
  changeset: { sha: "a" },
  startedAt: "2026-01-01T00:00:00Z",
  complete: false,
  skipped: [{ line: 3, why: "not a row" }],
  measurements: [],
};
const stored: Outcome = { kind: "stored", file: "f", id: "id-1", run: RUN };
const refused: Outcome = {
  kind: "refused",
  file: "f",
  fault: new Fault("invalid", "No.", [{ path: "", detail: "why" }]),
};
const denied: Outcome = { kind: "refused", file: "f", fault: new Fault("forbidden", "No.") };
const spooled: Outcome = { kind: "spooled", file: "f", run: RUN };

test.each([
  [[], 0],
  [[stored, { ...stored, kind: "duplicate" as const }], 0],
  [[stored, spooled], 69],
  [[spooled, refused], 65],
  [[refused, denied, spooled], 77],
])("%# the gravest outcome is the exit code", (outcomes: Outcome[], code) => {
  expect(exitCodeOfOutcomes(outcomes)).toBe(code);
});

function printed(outcome: Outcome, isJson: boolean) {
  let [out, errors] = ["", ""];
  printOutcome(outcome, isJson, {
    out: { write: (text) => (out += text) },
    errors: { write: (text) => (errors += text) },
  });
  return { out, errors };
}

test("people get one line a run, refusals with every fault on stderr", () => {
  expect(printed(stored, false).out).toBe(
    "stored          f  id-1  0 measurements, 1 remark, incomplete: shown, never judged\n",
  );
  expect(printed(refused, false)).toEqual({ out: "", errors: "refused         f: No.\n  / why\n" });
  expect(printed(spooled, false).out).toContain("--drain");
});

test("scripts get one JSON line a run", () => {
  expect(JSON.parse(printed(stored, true).out)).toEqual({
    outcome: "stored",
    file: "f",
    id: "id-1",
    complete: false,
    measurements: 0,
  });
  expect(JSON.parse(printed(refused, true).out)).toMatchObject({ outcome: "refused", code: "invalid", message: "No." });
});
