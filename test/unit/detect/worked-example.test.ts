/** The worked example of docs/decisions.md, part "A change point": every figure there is produced here. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyzeSeries } from "../../../src/detect/change-points.ts";
import { TUNING } from "../../../src/detect/tuning.ts";

const page = readFileSync(new URL("../../../docs/decisions.md", import.meta.url), "utf8").replace(/\s+/g, " ");

/** The values as the page prints them, so that page and test cannot drift apart. */
const printed = /in GiB\/s: ((?:(?:> )?\d+\.\d )+(?:> )?(?:\d+\.\d )*)/.exec(page)?.[1] ?? "";
const values = printed
  .split(" ")
  .filter((word) => word !== ">" && word !== "")
  .map(Number);
const after = (count: number) =>
  analyzeSeries(
    values.slice(0, count).map((value) => ({ value, runs: 3, blocks: 1, spread: null })),
    { unit: "GiB/s" },
  ).changes;

test("docs/decisions.md tells what the detector says", () => {
  expect(values).toHaveLength(30);
  const [change, ...others] = after(30);
  if (!change) throw new Error("no change found");
  const { index, earliest, latest, state, before, effect } = change;
  const digits = (x: number) => x.toFixed(3);
  const interval = `${digits(effect.value)}x (${digits(effect.low)} to ${digits(effect.high)})`;
  expect(others).toEqual([]);
  expect(latest - earliest).toBe(1);
  expect(page).toContain(
    `> ${state} at changeset ${index + 1}: from ${before.toFixed(2)} to ${change.after.toFixed(2)} GiB/s, ${interval}; one candidate.`,
  );
});

test("and when it said so", () => {
  expect(after(22)).toEqual([]);
  expect(after(23)).toMatchObject([{ index: 20, state: "suspected" }]);
  expect(
    after(27)
      .concat(after(28))
      .map(({ state }) => state)
      .at(-1),
  ).toBe("confirmed");
  expect(after(26)).toMatchObject([{ index: 20, state: "suspected" }]);
});

test("the smallest step that the page names is the detector's", () => {
  expect(page).toContain(`below ${TUNING.practicalFloor * 100} % of the level`);
});
